package io.patchclamp.internal.jinja;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code text % values}. */
final class PercentFormat {
    private static final Pattern PLACE =
            Pattern.compile("%(?:\\(([^()]*)\\))?([-+ #0]*)(\\d{0,6})(?:\\.(\\d{0,4}))?[hlL]?(.)?", Pattern.DOTALL);

    private PercentFormat() {}

    static String of(String text, Object values, Budget budget) {
        List<Object> inOrder = values instanceof Tuple tuple ? tuple.items() : null;
        Matcher place = PLACE.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        int used = 0;
        while (place.find(from)) {
            out.append(text, from, place.start());
            from = place.end();
            budget.fits(out.length());
            if ("%".equals(place.group(5))) {
                out.append('%');
                continue;
            }
            Object value;
            if (place.group(1) != null) {
                value = named(values, place.group(1));
            } else {
                if (inOrder == null ? used > 0 : used >= inOrder.size()) {
                    throw TemplateFault.failed("There are fewer values than places in " + Repr.of(text));
                }
                value = inOrder == null ? values : inOrder.get(used);
                used++;
            }
            out.append(one(place, value, budget));
        }
        boolean named = values instanceof Map || values instanceof List || values instanceof Undefined;
        boolean left = inOrder == null ? used == 0 && !named : used < inOrder.size();
        if (left) {
            throw TemplateFault.failed("There are more values than places in " + Repr.of(text));
        }
        return out.append(text.substring(from)).toString();
    }

    private static Object named(Object values, String name) {
        if (values instanceof Map<?, ?> map && map.containsKey(name)) {
            return map.get(name);
        }
        throw TemplateFault.failed("There is no value " + Repr.of(name) + " for the text");
    }

    private static String one(Matcher place, Object value, Budget budget) {
        String flags = place.group(2);
        int precision = place.group(4) == null ? -1 : place.group(4).isEmpty() ? 0 : Integer.parseInt(place.group(4));
        String code = place.group(5) == null ? "" : place.group(5);
        boolean number = "diuxXofFeEgG".contains(code) && !code.isEmpty();
        String text;
        if (number) {
            char type = "iu".contains(code) ? 'd' : code.charAt(0);
            String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
            text = new NumberFormat(type, precision, sign, false, flags.contains("#")).of(value);
        } else if ("sra".contains(code) && !code.isEmpty()) {
            String all = code.equals("s") ? Values.print(value) : Repr.of(value);
            text = precision < 0 || precision >= all.length() ? all : all.substring(0, precision);
        } else if (code.equals("c")) {
            text = value instanceof Long letter ? Character.toString((int) (long) letter) : Values.text(value);
        } else {
            throw TemplateFault.failed("'%" + code + "' is no way to write a value");
        }
        int width = place.group(3).isEmpty() ? 0 : Integer.parseInt(place.group(3));
        if (number && flags.contains("0") && !flags.contains("-")) {
            int signed = text.isEmpty() || Character.isLetterOrDigit(text.charAt(0)) ? 0 : 1;
            return text.substring(0, signed) + "0".repeat(Math.max(0, width - text.length())) + text.substring(signed);
        }
        return (String) TextMethods.pad(text, new Object[] {(long) width}, flags.contains("-") ? -1 : 1, budget);
    }
}
