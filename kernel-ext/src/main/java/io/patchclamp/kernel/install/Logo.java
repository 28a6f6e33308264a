package io.patchclamp.kernel.install;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

import javax.imageio.ImageIO;

/** A pipette that holds on to a cell, and the spike it hears. Drawn by ourselves, on a grid of 64 by 64. */
final class Logo {
    private static final Color GROUND = new Color(0x1F3A5F);
    private static final Color CELL = new Color(0xE76F51);
    private static final Color GLASS = new Color(0xF4F1EA);

    private Logo() {}

    static String svg() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
                  <rect x="1" y="1" width="62" height="62" rx="13" fill="#1F3A5F"/>
                  <circle cx="22" cy="43" r="12" fill="#E76F51"/>
                  <path d="M30 33 L50 9 L57 15 L34 37 Z" fill="#F4F1EA"/>
                  <path d="M34 53 H41 L44 40 L48 58 L50 53 H57" fill="none" stroke="#F4F1EA" stroke-width="2.5"
                        stroke-linejoin="round" stroke-linecap="round"/>
                </svg>
                """;
    }

    static byte[] png(int size) throws IOException {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(size / 64.0, size / 64.0);
        g.setColor(GROUND);
        g.fill(new RoundRectangle2D.Double(1, 1, 62, 62, 26, 26));
        g.setColor(CELL);
        g.fill(new Ellipse2D.Double(10, 31, 24, 24));
        g.setColor(GLASS);
        g.fill(line(true, 30, 33, 50, 9, 57, 15, 34, 37));
        g.setStroke(new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(line(false, 34, 53, 41, 53, 44, 40, 48, 58, 50, 53, 57, 53));
        g.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static Path2D line(boolean closed, double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        if (closed) {
            path.closePath();
        }
        return path;
    }
}
