// SPDX-License-Identifier: Apache-2.0
package aispend.demo;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The vendors beyond the demo's two, each with its bill. */
final class Field {
  private final Map<Vendor, Charges> bills = new EnumMap<>(Vendor.class);
  private final List<Protocol> protocols;
  private final Told told;
  private final PriceTable prices;

  Field(Timeline timeline, Told told, PriceTable prices) {
    this.told = told;
    this.prices = prices;
    this.protocols =
        List.of(
            new OpenRouterProtocol(bill(Vendor.OPENROUTER), timeline),
            new LiteLlmProtocol(bill(Vendor.LITELLM), timeline),
            new XaiProtocol(bill(Vendor.XAI), timeline),
            new CursorProtocol(bill(Vendor.CURSOR), timeline),
            new CopilotProtocol(bill(Vendor.GITHUB_COPILOT), timeline),
            BalanceProtocol.deepSeek(bill(Vendor.DEEPSEEK), timeline),
            BalanceProtocol.moonshot(bill(Vendor.MOONSHOT), timeline),
            new CloudflareProtocol(bill(Vendor.CLOUDFLARE_AI_GATEWAY), timeline),
            new DeepgramProtocol(bill(Vendor.DEEPGRAM), timeline),
            ElevenLabsProtocol.byCredits(bill(Vendor.ELEVENLABS), timeline),
            ElevenLabsProtocol.byCost(bill(Vendor.ELEVENLABS_COSTS), timeline),
            new HeliconeProtocol(bill(Vendor.HELICONE), timeline),
            new LangfuseProtocol(bill(Vendor.LANGFUSE), timeline),
            new PortkeyProtocol(bill(Vendor.PORTKEY), timeline),
            new TogetherProtocol(bill(Vendor.TOGETHER), timeline),
            new VercelProtocol(bill(Vendor.VERCEL_AI_GATEWAY), timeline),
            new AzureProtocol(bill(Vendor.AZURE_OPENAI), timeline),
            new AwsProtocol(bill(Vendor.AWS_BEDROCK), timeline),
            new GoogleProtocol(bill(Vendor.GOOGLE_VERTEX), timeline),
            new InfluxProtocol(bill(Vendor.INFLUXDB), timeline));
    bill(Vendor.FOCUS_FILES);
    bill(Vendor.POSTGRES_TABLE);
  }

  private FieldBill bill(Vendor vendor) {
    FieldBill bill = new FieldBill(vendor, told, prices);
    bills.put(vendor, bill);
    return bill;
  }

  List<Protocol> protocols() {
    return protocols;
  }

  Map<Vendor, Charges> bills() {
    return Map.copyOf(bills);
  }
}
