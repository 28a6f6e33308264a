package io.patchclamp.view;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.knowm.xchart.internal.chartpart.Chart;

/** Pictures as PNG, with the size they are meant to be shown at, and words for who cannot see them. */
final class Pictures {
    private static final int SCALE = 2;

    private Pictures() {}

    static Bundle image(BufferedImage image) {
        return bundle(
                png(image),
                image.getWidth(),
                image.getHeight(),
                "Picture of " + image.getWidth() + " × " + image.getHeight() + " pixels");
    }

    /** A chart, drawn with twice as many pixels as it is wide. */
    static Bundle chart(Chart<?, ?> chart) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        BufferedImage image = new BufferedImage(width * SCALE, height * SCALE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.scale(SCALE, SCALE);
            chart.paint(graphics, width, height);
        } finally {
            graphics.dispose();
        }
        String title = chart.getTitle() == null || chart.getTitle().isBlank() ? "Chart" : "Chart: " + chart.getTitle();
        String series = chart.getSeriesCollection().stream()
                .map(s -> s.getName())
                .sorted()
                .collect(Collectors.joining(", "));
        return bundle(png(image), width, height, series.isEmpty() ? title : title + "\nseries: " + series);
    }

    static Bundle bundle(byte[] png, int width, int height, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", text);
        data.put("image/png", png);
        return new Bundle(data, Map.of("image/png", Map.of("width", width, "height", height)));
    }

    private static byte[] png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalArgumentException("a picture of type " + image.getType() + " cannot be a PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
