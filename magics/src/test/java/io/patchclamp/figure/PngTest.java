package io.patchclamp.figure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class PngTest {
    @Test
    void everyPixelComesBackFromAnIndependentReader() throws IOException {
        Random random = new Random(4);
        List<Integer> palette = ColourScale.colours();
        for (int[] size : new int[][] {{1, 1}, {7, 3}, {64, 65}}) {
            int[] rgb = random.ints((long) size[0] * size[1], 0, palette.size())
                    .map(palette::get)
                    .toArray();
            byte[] file = Png.encode(rgb, size[0], size[1], palette, "x");
            assertThat(ImageIO.read(new ByteArrayInputStream(file)).getRGB(0, 0, size[0], size[1], null, 0, size[0]))
                    .isEqualTo(Arrays.stream(rgb).map(c -> c | 0xff000000).toArray());
        }
    }

    @Test
    void theFileCarriesCaptionAndResolution() throws IOException {
        byte[] file = Png.encode(new int[4], 2, 2, List.of(0, 0xffffff), "limits ±2, 你好");
        assertThat(new String(file, StandardCharsets.UTF_8)).contains("Description", "limits ±2, 你好");
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (var in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            IIOMetadataNode tree = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
            IIOMetadataNode density =
                    (IIOMetadataNode) tree.getElementsByTagName("pHYs").item(0);
            assertThat(density.getAttribute("pixelsPerUnitXAxis")).isEqualTo("7559");
            IIOMetadataNode words =
                    (IIOMetadataNode) tree.getElementsByTagName("iTXtEntry").item(0);
            assertThat(words.getAttribute("text")).isEqualTo("limits ±2, 你好");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void coloursOutsideThePaletteGoToTheNearest() throws IOException {
        byte[] file = Png.encode(new int[] {0x101010, 0xf0f0ff}, 2, 1, List.of(0, 0xffffff), "");
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getRGB(0, 0, 2, 1, null, 0, 2))
                .containsExactly(0xff000000, 0xffffffff);
    }
}
