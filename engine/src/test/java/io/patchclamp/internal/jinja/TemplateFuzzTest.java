package io.patchclamp.internal.jinja;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;

import io.patchclamp.internal.json.Json;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Random templates against what Jinja2 made of them; {@code jinja_fuzz.py} beside the tests' Python made the file. */
class TemplateFuzzTest {
    private final Map<String, Object> variables;
    private final List<List<Object>> cases;

    @SuppressWarnings("unchecked")
    TemplateFuzzTest() throws IOException {
        try (InputStream in = new GZIPInputStream(TemplateFuzzTest.class.getResourceAsStream("fuzz.json.gz"))) {
            Map<String, Object> all =
                    Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8), "the fuzz file");
            variables = (Map<String, Object>) all.get("variables");
            cases = (List<List<Object>>) all.get("cases");
        }
    }

    @Test
    void rendersAndRefusesWhatJinjaDoes() {
        List<String> wrong = new ArrayList<>();
        for (List<Object> one : cases) {
            String source = (String) one.get(0);
            String rendered = null;
            String fault = "";
            try {
                rendered = render(source);
            } catch (TemplateFault e) {
                fault = e.line() + ": " + e.getMessage();
            }
            if (rendered == null ? one.get(1) != null : !rendered.equals(one.get(1))) {
                wrong.add(source + "\n-> " + rendered + fault + "\nnot " + one.get(1));
            }
        }
        assertThat(cases).hasSizeGreaterThan(1000);
        assertThat(wrong).isEmpty();
    }

    @Test
    void breaksOnNoDamageButWithALineAndAReason() {
        Random random = new Random(4);
        String signs = "{%}()[]|.'\"-+~*/\\,:= \n";
        for (List<Object> one : cases) {
            StringBuilder damaged = new StringBuilder((String) one.get(0));
            for (int i = 0; i < 3; i++) {
                int at = random.nextInt(damaged.length());
                if (random.nextBoolean()) {
                    damaged.deleteCharAt(at).append(' ');
                } else {
                    damaged.insert(at, signs.charAt(random.nextInt(signs.length())));
                }
            }
            try {
                render(damaged.toString());
            } catch (TemplateFault e) {
                assertThat(e.line()).as(damaged + ": " + e.getMessage()).isPositive();
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private String render(String source) {
        return Template.parse(source).render(variables, LocalDateTime::now);
    }
}
