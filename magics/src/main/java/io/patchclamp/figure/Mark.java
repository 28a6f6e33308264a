package io.patchclamp.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** What a dot of a condition looks like, so that conditions are told apart without their colours, too. */
enum Mark {
    DISC(true),
    RING(false),
    SQUARE(true),
    TRIANGLE(true),
    CROSS(false),
    DIAMOND(true),
    BOX(false);

    private final boolean full;

    Mark(boolean full) {
        this.full = full;
    }

    /** One for each condition, from the first again after the last. */
    static Mark of(int condition) {
        return values()[condition % values().length];
    }

    void paint(Ink ink, double x, double y, Color colour) {
        Shape shape = AffineTransform.getTranslateInstance(x, y).createTransformedShape(shape());
        ink.graphics().setColor(colour);
        ink.graphics().setStroke(new BasicStroke(1.3f));
        if (full) {
            ink.graphics().fill(shape);
        }
        ink.graphics().draw(shape);
    }

    private Shape shape() {
        return switch (this) {
            case DISC, RING -> new Ellipse2D.Double(-2.3, -2.3, 4.6, 4.6);
            case SQUARE, BOX -> path(-2.1, -2.1, 2.1, -2.1, 2.1, 2.1, -2.1, 2.1);
            case TRIANGLE -> path(0, -2.8, 2.7, 2, -2.7, 2);
            case DIAMOND -> path(0, -3, 3, 0, 0, 3, -3, 0);
            case CROSS -> {
                Path2D cross = new Path2D.Double();
                cross.moveTo(-2.4, -2.4);
                cross.lineTo(2.4, 2.4);
                cross.moveTo(-2.4, 2.4);
                cross.lineTo(2.4, -2.4);
                yield cross;
            }
        };
    }

    private static Path2D path(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }
}
