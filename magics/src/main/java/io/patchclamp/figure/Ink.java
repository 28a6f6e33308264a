package io.patchclamp.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.ArrayList;
import java.util.List;

/** A white page at twice CSS resolution that remembers where text went, so that a test can look for collisions. */
final class Ink implements AutoCloseable {
    static final int SCALE = 2;

    static final Color DARK = new Color(0x222222);
    static final Color GREY = new Color(0x777777);
    static final Color PALE = new Color(0xcccccc);
    static final Color GENERATED = new Color(0x005a91);

    /** Text as drawn, with the area it covers in CSS pixels. */
    record Written(String text, Shape area) {}

    /** A piece of text in one colour. */
    record Run(String text, Color colour) {}

    private final int width;
    private final int height;
    private final BufferedImage image;
    private final Graphics2D graphics;
    private final List<Written> written = new ArrayList<>();

    Ink(int cssWidth, int cssHeight) {
        width = cssWidth;
        height = cssHeight;
        image = new BufferedImage(cssWidth * SCALE, cssHeight * SCALE, BufferedImage.TYPE_INT_RGB);
        graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(SCALE, SCALE);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        fill(PALE, 0, 0, width, 0.5);
        fill(PALE, 0, height - 0.5, width, 0.5);
        fill(PALE, 0, 0, 0.5, height);
        fill(PALE, width - 0.5, 0, 0.5, height);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The bitmap's pixels themselves, {@code 2 * width} a row. */
    int[] pixels() {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    Graphics2D graphics() {
        return graphics;
    }

    List<Written> written() {
        return List.copyOf(written);
    }

    void fill(Color colour, double x, double y, double w, double h) {
        graphics.setColor(colour);
        graphics.fill(new Rectangle2D.Double(x, y, w, h));
    }

    /** A cell of a map: its edges lie on the bitmap's pixels, so that no seam shows between neighbours. */
    void cell(Color colour, double x, double y, double w, double h) {
        double left = Math.rint(x * SCALE) / SCALE;
        double top = Math.rint(y * SCALE) / SCALE;
        fill(colour, left, top, Math.rint((x + w) * SCALE) / SCALE - left, Math.rint((y + h) * SCALE) / SCALE - top);
    }

    void line(Color colour, double thickness, double x1, double y1, double x2, double y2) {
        graphics.setColor(colour);
        graphics.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
        graphics.draw(new Line2D.Double(x1, y1, x2, y2));
    }

    /** A thin frame just outside a rectangle, one device pixel wide. */
    void frame(Color colour, double x, double y, double w, double h) {
        fill(colour, x - 0.5, y - 0.5, w + 1, 0.5);
        fill(colour, x - 0.5, y + h, w + 1, 0.5);
        fill(colour, x - 0.5, y, 0.5, h);
        fill(colour, x + w, y, 0.5, h);
    }

    void left(String text, Font font, Color colour, double x, double baseline) {
        runs(List.of(new Run(text, colour)), font, x, baseline, 0);
    }

    void centred(String text, Font font, Color colour, double x, double baseline) {
        left(text, font, colour, x - Lettering.width(text, font) / 2, baseline);
    }

    void right(String text, Font font, Color colour, double x, double baseline) {
        left(text, font, colour, x - Lettering.width(text, font), baseline);
    }

    /** Text that reads upwards, its middle at y. */
    void upwards(String text, Font font, Color colour, double baseline, double y) {
        runs(List.of(new Run(text, colour)), font, baseline, y + Lettering.width(text, font) / 2, -Math.PI / 2);
    }

    /** Pieces of text one after the other, turned about where they begin. */
    void runs(List<Run> runs, Font font, double x, double baseline, double angle) {
        AffineTransform page = graphics.getTransform();
        AffineTransform turn = AffineTransform.getTranslateInstance(x, baseline);
        turn.rotate(angle);
        graphics.transform(turn);
        graphics.setFont(font);
        double at = 0;
        StringBuilder all = new StringBuilder();
        Rectangle2D area = null;
        for (Run run : runs) {
            graphics.setColor(run.colour());
            graphics.drawString(Lettering.leftToRight(run.text()), (float) at, 0);
            if (!run.text().isBlank()) {
                Rectangle2D box = font.layoutGlyphVector(
                                Lettering.MEASURE,
                                run.text().toCharArray(),
                                0,
                                run.text().length(),
                                0)
                        .getVisualBounds();
                box.setRect(box.getX() + at, box.getY(), box.getWidth(), box.getHeight());
                area = area == null ? box : area.createUnion(box);
            }
            at += Lettering.width(run.text(), font);
            all.append(run.text());
        }
        graphics.setTransform(page);
        if (area != null) {
            written.add(new Written(all.toString(), turn.createTransformedShape(area)));
        }
    }

    @Override
    public void close() {
        graphics.dispose();
    }
}
