package io.patchclamp.view;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RenderersTest {
    interface Shape {}

    interface Round extends Shape {}

    static class Circle implements Round {
        @Override
        public String toString() {
            return "a circle";
        }
    }

    static class Disc extends Circle {}

    record Money(int cents) {}

    @AfterEach
    void forget() {
        Views.registered().forEach(type -> Views.register(type, null));
    }

    private static String text(Object value) {
        return (String) Views.show(value).data().get("text/plain");
    }

    @Test
    void oneLineSaysHowValuesOfATypeAreShown() {
        Views.register(Money.class, m -> "€ " + m.cents() / 100.0);
        assertThat(Views.show(new Money(250)).data()).isEqualTo(Map.of("text/plain", "€ 2.5"));
        assertThat(text(List.of(new Money(5), new Money(100)))).isEqualTo("[€ 0.05, € 1.0]");
        assertThat(text(Map.of("price", new Money(5)))).isEqualTo("{price=€ 0.05}");
        Views.register(Money.class, m -> Bundle.html("<b>" + m.cents() + "</b> &lt;cents&gt;"));
        assertThat(Views.show(new Money(7)).data())
                .isEqualTo(Map.of("text/plain", "7 <cents>", "text/html", "<b>7</b> &lt;cents&gt;"));
        Views.register(Money.class, m -> Map.of("cents", m.cents()));
        assertThat(Views.show(new Money(7)).data().get("text/html").toString()).contains(">cents</td>");
        Views.register(Money.class, null);
        assertThat(text(new Money(7))).isEqualTo("Money[cents=7]");
    }

    @Test
    void theNearestTypeDecides() {
        Views.register(Object.class, o -> "object");
        Views.register(Round.class, o -> "round");
        Views.register(Shape.class, o -> "shape");
        assertThat(text(new Disc())).isEqualTo("round");
        Views.register(Runnable.class, o -> "runnable");
        assertThat(text((Runnable) () -> {})).isEqualTo("runnable");
        Views.register(Circle.class, o -> "circle");
        assertThat(text(new Disc())).isEqualTo("circle");
        Views.register(Disc.class, o -> "disc");
        assertThat(text(new Disc())).isEqualTo("disc");
        assertThat(text(new Circle())).isEqualTo("circle");
        assertThat(text(3)).isEqualTo("object");
    }

    @Test
    void aRendererThatFailsIsToldAboutAndTheTextIsShown() {
        Views.register(Circle.class, c -> {
            throw new IllegalStateException("no <ink>");
        });
        assertThat(text(new Circle()))
                .isEqualTo("a circle\n(its renderer failed: java.lang.IllegalStateException: no <ink>)");
        assertThat((String) Views.show(new Circle()).data().get("text/html")).contains("no &lt;ink&gt;");
        Views.register(Circle.class, c -> c);
        assertThat(text(new Circle())).isEqualTo("a circle");
        Views.register(Circle.class, c -> null);
        assertThat(text(new Circle())).isEqualTo("a circle");
        Views.register(Circle.class, c -> List.of(c));
        assertThat(text(new Circle())).contains("a circle");
        Views.register(Circle.class, c -> new Disc());
        assertThat(text(new Circle())).isEqualTo("a circle");
    }

    @Test
    void aRendererGoesBeforeTheViewsThatAreBuiltIn() {
        Views.register(Throwable.class, t -> "oh: " + t.getMessage());
        assertThat(text(new IllegalStateException("x"))).isEqualTo("oh: x");
        Views.register(List.class, l -> l.size() + " items");
        assertThat(text(List.of(1, 2))).isEqualTo("2 items");
    }
}
