import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.regex.Pattern;

/**
 * Answers, for every line "pattern TAB text" of the input, whether the pattern matches the whole text: true, false, or
 * error where Java refuses the pattern. Both fields are ASCII, with backslash-u escapes for everything else.
 */
public final class RegexOracle {
  public static void main(String[] arguments) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    StringBuilder answers = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int tab = line.indexOf('\t');
      answers.append(answer(unescape(line.substring(0, tab)), unescape(line.substring(tab + 1)))).append('\n');
    }
    System.out.print(answers);
  }

  private static String answer(String pattern, String text) {
    try {
      int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      return String.valueOf(Pattern.compile(pattern, flags).matcher(text).matches());
    } catch (RuntimeException refused) {
      return "error";
    }
  }

  private static String unescape(String field) {
    StringBuilder text = new StringBuilder();
    for (int index = 0; index < field.length(); index++) {
      if (field.startsWith("\\u", index)) {
        text.append((char) Integer.parseInt(field.substring(index + 2, index + 6), 16));
        index += 5;
      } else {
        text.append(field.charAt(index));
      }
    }
    return text.toString();
  }
}
