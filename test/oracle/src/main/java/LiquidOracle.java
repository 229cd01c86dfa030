import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TimeZone;
import liqp.ProtectionSettings;
import liqp.Template;
import liqp.filters.Filter;

/** Reads rows {template, context} as JSON lines and writes each with the output or the error of liqp. */
public final class LiquidOracle {
  private static final ObjectMapper JSON = new ObjectMapper();
  /** Lone surrogates would not survive UTF-8. */
  private static final ObjectMapper ASCII = new ObjectMapper();

  static {
    ASCII.getFactory().enable(JsonGenerator.Feature.ESCAPE_NON_ASCII);
  }

  public static void main(String[] arguments) throws Exception {
    TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
    BufferedReader rows = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    for (String line = rows.readLine(); line != null; line = rows.readLine()) {
      Map<?, ?> row = JSON.readValue(line, LinkedHashMap.class);
      Map<String, Object> answer = new LinkedHashMap<>();
      try {
        answer.put("output", render((String) row.get("template"), asMap(row.get("context"))));
      } catch (Throwable error) {
        answer.put("error", String.valueOf(error.getMessage()));
      }
      out.println(ASCII.writeValueAsString(answer));
    }
    out.flush();
  }

  private static String render(String template, Map<String, Object> context) {
    ProtectionSettings limits =
        new ProtectionSettings.Builder().withMaxIterations(15).withMaxSizeRenderedString(16384).build();
    return Template.parse(template).with(new ToJson()).withProtectionSettings(limits).render(context);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  /** Studio's own filter; its exact form is not published. */
  private static final class ToJson extends Filter {
    ToJson() {
      super("to_json");
    }

    @Override
    public Object apply(Object value, Object... parameters) {
      try {
        return JSON.writeValueAsString(value);
      } catch (Exception error) {
        throw new RuntimeException(error);
      }
    }
  }
}
