package io.patchclamp.view;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import io.patchclamp.figure.Figure;
import org.knowm.xchart.internal.chartpart.Chart;

/** Pictures as PNG, with the size they are meant to be shown at, and words for who cannot see them. */
final class Pictures {
    private static final int SCALE = 2;
    private static final long MOST_PIXELS = 16_000_000;

    private Pictures() {}

    /** A finished picture. */
    private record Snapshot(byte[] png, int cssWidth, int cssHeight, String text, boolean isTransparent)
            implements Figure {
        @Override
        public String caption() {
            return text.lines().findFirst().orElse("");
        }

        Bundle bundle() {
            Map<String, Object> size = new LinkedHashMap<>(Map.of("width", cssWidth, "height", cssHeight));
            if (isTransparent) {
                size.put("needs_background", "light"); // it was drawn for white paper
            }
            return Pictures.bundle(png, size, text);
        }
    }

    static Bundle image(Image image) {
        return snapshot(image).bundle();
    }

    static Bundle chart(Chart<?, ?> chart) {
        return snapshot(chart).bundle();
    }

    static Bundle figure(Figure figure) {
        return bundle(figure.png(), Map.of("width", figure.cssWidth(), "height", figure.cssHeight()), figure.text());
    }

    /** A value as a picture among others; empty if it is none. */
    static Optional<Part> part(Object value) {
        if (value instanceof Figure figure) {
            return Optional.of(new Part.Picture(figure));
        }
        if (value instanceof Chart<?, ?> chart) {
            return Optional.of(new Part.Picture(snapshot(chart)));
        }
        return value instanceof Image image
                ? Optional.of(new Part.Picture(snapshot(onPaper(image))))
                : Optional.empty();
    }

    private static Snapshot snapshot(Image image) {
        BufferedImage all = image instanceof BufferedImage ready ? ready : copy(image, 1);
        int width = all.getWidth();
        int height = all.getHeight();
        int part = 1;
        while ((long) width / part * (height / part) > MOST_PIXELS) {
            part++;
        }
        BufferedImage shown = part == 1 ? all : copy(all, part);
        String text = "Picture of " + width + " × " + height + " pixels"
                + (part == 1 ? "" : ", shown at 1/" + part + " of its size");
        return new Snapshot(
                png(shown),
                shown.getWidth(),
                shown.getHeight(),
                text,
                shown.getColorModel().hasAlpha());
    }

    /** Inside HTML nothing says that a picture was drawn for white paper: it brings its own. */
    private static BufferedImage onPaper(Image image) {
        BufferedImage all = image instanceof BufferedImage ready ? ready : copy(image, 1);
        if (!all.getColorModel().hasAlpha()) {
            return all;
        }
        BufferedImage paper = new BufferedImage(all.getWidth(), all.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = paper.createGraphics();
        try {
            graphics.drawImage(all, 0, 0, Color.WHITE, null);
        } finally {
            graphics.dispose();
        }
        return paper;
    }

    private static BufferedImage copy(Image image, int part) {
        int width = image.getWidth(null);
        int height = image.getHeight(null);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture whose size is not known yet");
        }
        BufferedImage copy =
                new BufferedImage(Math.max(1, width / part), Math.max(1, height / part), BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = copy.createGraphics();
        try {
            graphics.drawImage(image, 0, 0, copy.getWidth(), copy.getHeight(), null);
        } finally {
            graphics.dispose();
        }
        return copy;
    }

    /** A chart, drawn with twice as many pixels as it is wide. */
    private static Snapshot snapshot(Chart<?, ?> chart) {
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
        return new Snapshot(png(image), width, height, series.isEmpty() ? title : title + "\nseries: " + series, false);
    }

    private static Bundle bundle(byte[] png, Map<String, Object> metadata, String text) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", text);
        data.put("image/png", png);
        return new Bundle(data, Map.of("image/png", metadata));
    }

    private static byte[] png(RenderedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            boolean done = ImageIO.write(image, "png", bytes)
                    || image instanceof BufferedImage odd && ImageIO.write(copy(odd, 1), "png", bytes);
            if (!done) {
                throw new IllegalArgumentException("a picture that cannot be a PNG");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
