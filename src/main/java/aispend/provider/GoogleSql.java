// SPDX-License-Identifier: Apache-2.0
package aispend.provider;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text of the query of Google's billing export, in BigQuery's SQL. */
final class GoogleSql {
  private GoogleSql() {}

  /** The query; its parameters are {@code from}, {@code to}, {@code services}, {@code label0}... */
  static String of(GoogleQuestion question) {
    String labels =
        IntStream.range(0, question.labels().size())
            .mapToObj(i -> ", label" + i)
            .collect(Collectors.joining());
    return rows(question) + costs(labels) + (question.credits() ? credits(labels) : "");
  }

  private static String rows(GoogleQuestion question) {
    String labels =
        IntStream.range(0, question.labels().size())
            .mapToObj(i -> label(question.labels().get(i), i))
            .collect(Collectors.joining());
    return """
        with rows_of_window as (
          select format_timestamp('%%F', usage_start_time) as day,
            billing_account_id as account, service.description as service,
            sku.description as sku, project.id as project, location.region as region,
            currency, cost_type,
            if(invoice.month = format_timestamp('%%Y%%m', usage_start_time), '', invoice.month)
              as invoice,
            cost, credits%s
          from `%s`
          where usage_start_time >= @from and usage_start_time < @to
            and exists (select 1 from unnest(@services) as wanted
              where service.description like wanted)%s)
        """
        .formatted(labels, question.table(), question.partitioned() ? loaded() : "");
  }

  private static String label(GoogleQuestion.Label label, int number) {
    return """
        ,
            (select any_value(value) from unnest(%slabels) where key = @label%d) as label%d"""
        .formatted(label.ofProject() ? "project." : "", number, number);
  }

  /** Rows are loaded after use; a day earlier allows for partitions of another zone. */
  private static String loaded() {
    return """

            and _PARTITIONTIME >= timestamp_sub(timestamp_trunc(@from, day), interval 1 day)""";
  }

  private static String costs(String labels) {
    return """
        select day, account, service, sku, project, region, currency, cost_type, invoice,
          '' as credit, sum(cast(cost as bignumeric)) as amount%s
        from rows_of_window
        group by day, account, service, sku, project, region, currency, cost_type, invoice%s
        """
        .formatted(labels, labels);
  }

  private static String credits(String labels) {
    return """
        union all
        select day, account, service, sku, project, region, currency, cost_type, invoice,
          coalesce(given.type, given.name) as credit,
          sum(cast(given.amount as bignumeric)) as amount%s
        from rows_of_window, unnest(credits) as given
        group by day, account, service, sku, project, region, currency, cost_type, invoice, credit%s
        """
        .formatted(labels, labels);
  }
}
