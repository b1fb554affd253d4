// SPDX-License-Identifier: Apache-2.0
package aispend.ledger;

import aispend.model.Dimension;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** What any ledger must do, whatever database it is kept in; a database's test extends it. */
abstract class LedgerContract {
  /** Opens the ledger of the running test: the same one each time, empty at first. */
  abstract SqlLedger open(List<Dimension> labels);

  @Nested
  class Appends extends AppendKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class Restates extends RestatementKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class BooksResiduals extends ResidualKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class Layers extends LayerKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class TakesEvents extends EventKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class TakesTotalsOfStreams extends StreamKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class LaysLayersUponEachOther extends OverlapKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class SetsInferredSpendBesideCalls extends InferredKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class PricesAgain extends RepriceKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class RemembersSeries extends SeriesKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class IsSharedByThreads extends ThreadKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class Sums extends SumsKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class Counts extends CounterKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class Saves extends SavingsKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class KeepsText extends TextKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class KeepsLongText extends LongTextKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class KeepsLearnedPrices extends LearnedPricesKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class DropsWhatIsOld extends RetentionKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class ComparesDays extends DailyAttributionKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }

  @Nested
  class Posts extends PostingKit {
    @Override
    SqlLedger open(List<Dimension> labels) {
      return LedgerContract.this.open(labels);
    }
  }
}
