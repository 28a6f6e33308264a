package io.patchclamp.kernel.display;

import java.awt.image.BufferedImage;
import java.util.Map;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.DisplayDataRenderable;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import io.patchclamp.view.Bundle;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ValuesTest {
    @Test
    void displayDataOfOtherKernelsIsTakenAsItIs() {
        DisplayData data = new DisplayData("text");
        data.putHTML("<b>html</b>");
        assertThat(MimeJson.data(Values.bundle(data)).toString())
                .isEqualTo("{\"text/plain\":\"text\",\"text/html\":\"<b>html</b>\"}");
        DisplayDataRenderable own = context -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>own</i>");
        assertThat(MimeJson.data(Values.bundle(own)).get("text/html").getAsString())
                .isEqualTo("<i>own</i>");
    }

    @Test
    void aPictureThatWasDrawnForPaperSaysSoWhereEachReaderLooks() {
        Bundle image = Values.bundle(new BufferedImage(3, 2, BufferedImage.TYPE_INT_ARGB));
        assertThat(MimeJson.content(image, null).get("metadata").toString())
                .contains("\"needs_background\":\"light\"}")
                .endsWith(",\"needs_background\":\"light\"}");
    }

    @Test
    void numbersOnTheWireAreFiniteAndPicturesWhole() {
        Bundle bundle = new Bundle(
                Map.of(
                        "text/plain",
                        "x",
                        "image/png",
                        new byte[] {1, 2, 3, 4},
                        "application/json",
                        "{\"a\": null, \"b\": [1, 2.5]}",
                        "application/vnd.x+json",
                        Map.of("n", Double.NaN, "i", Float.POSITIVE_INFINITY)),
                Map.of("image/png", Map.of("width", 7)));
        String content = MimeJson.content(bundle, "id").toString();
        assertThat(content)
                .contains("\"image/png\":\"AQIDBA==\"")
                .contains("\"application/json\":{\"a\":null,\"b\":[1,2.5]}")
                .contains("\"n\":null")
                .contains("\"i\":null")
                .contains("\"metadata\":{\"image/png\":{\"width\":7}}")
                .contains("\"transient\":{\"display_id\":\"id\"}");
    }
}
