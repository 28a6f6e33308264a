import java.awt.Font;
import java.awt.GraphicsEnvironment;

/** For doctor, run from its source: prints how many fonts Java finds, and fails where it finds none. */
class Fonts {
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        int width = new Font(Font.SANS_SERIF, Font.PLAIN, 12)
                .createGlyphVector(new java.awt.font.FontRenderContext(null, true, true), "token")
                .getLogicalBounds()
                .getBounds()
                .width;
        System.out.println(
                GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts().length + (width > 0 ? " fonts" : ""));
    }
}
