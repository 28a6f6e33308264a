package io.patchclamp.internal.jinja;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code text.format(…)}. */
final class BraceFormat {
    private static final Pattern FIELD = Pattern.compile(
            "\\{\\{|\\}\\}|\\{([^{}!:.\\[]*)((?:\\.\\w+|\\[[^\\]]*\\])*)(?:!([rsa]))?(?::([^{}]*))?\\}|[{}]");
    private static final Pattern PART = Pattern.compile("\\.(\\w+)|\\[([^\\]]*)\\]");
    private static final Pattern SPEC = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d{0,6})(,)?(?:\\.(\\d{1,4}))?([a-zA-Z%])?", Pattern.DOTALL);

    private BraceFormat() {}

    static String of(String text, Arguments arguments, Budget budget) {
        Matcher field = FIELD.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        int next = 0;
        while (field.find()) {
            out.append(text, from, field.start());
            from = field.end();
            budget.fits(out.length());
            String whole = field.group();
            if (whole.equals("{{") || whole.equals("}}")) {
                out.append(whole.charAt(0));
                continue;
            }
            if (whole.length() == 1) {
                throw TemplateFault.failed("A '" + whole + "' stands alone in " + Repr.of(text));
            }
            String name = field.group(1).isEmpty() ? String.valueOf(next++) : field.group(1);
            Object value = parts(value(name, arguments, text), field.group(2), budget);
            if (field.group(3) != null) {
                value = field.group(3).equals("s") ? Values.print(value) : Repr.of(value);
            }
            out.append(shown(value, field.group(4) == null ? "" : field.group(4), budget));
        }
        return out.append(text.substring(from)).toString();
    }

    private static Object value(String name, Arguments arguments, String text) {
        if (name.matches("\\d{1,6}")) {
            int at = Integer.parseInt(name);
            if (at < arguments.positional().size()) {
                return arguments.positional().get(at);
            }
        } else if (arguments.named().containsKey(name)) {
            return arguments.named().get(name);
        }
        throw TemplateFault.failed("There is no value " + Repr.of(name) + " for the text " + Repr.of(text));
    }

    private static Object parts(Object owner, String path, Budget budget) {
        Object value = owner;
        Matcher part = PART.matcher(path);
        while (part.find()) {
            String key = part.group(2);
            value = key == null
                    ? Access.attribute(value, part.group(1), budget)
                    : Access.item(value, key.matches("\\d{1,6}") ? (Object) Long.valueOf(key) : key, budget);
        }
        return value;
    }

    private static String shown(Object value, String spec, Budget budget) {
        Matcher parts = SPEC.matcher(spec);
        if (!parts.matches()) {
            throw TemplateFault.failed("'" + spec + "' is no way to write a value");
        }
        String type = parts.group(9) == null ? "" : parts.group(9);
        boolean number = Order.isNumber(value) && !type.equals("s");
        boolean plain = type.isEmpty() && parts.group(8) == null;
        int precision = parts.group(8) == null ? -1 : Integer.parseInt(parts.group(8));
        String text;
        if (number && !(plain && (value instanceof Double || spec.isEmpty()))) {
            char code = type.isEmpty() ? plain ? 'd' : 'g' : type.charAt(0) == 'n' ? 'd' : type.charAt(0);
            String sign = parts.group(3) == null || parts.group(3).equals("-") ? "" : parts.group(3);
            text = new NumberFormat(code, precision, sign, parts.group(7) != null, parts.group(4) != null).of(value);
        } else if (!spec.isEmpty() && !number && !Values.isText(value)) {
            throw TemplateFault.failed("':" + spec + "' does not write " + Values.described(value));
        } else {
            text = Values.print(value);
            text = precision >= 0 && precision < text.length() ? text.substring(0, precision) : text;
        }
        int width = parts.group(6).isEmpty() ? 0 : Integer.parseInt(parts.group(6));
        String fill = parts.group(1) != null ? parts.group(1) : parts.group(5) != null ? "0" : " ";
        String align = parts.group(2) != null ? parts.group(2) : number ? parts.group(5) != null ? "=" : ">" : "<";
        if (align.equals("=") && width > text.length()) {
            budget.fits(width);
            int signed = text.isEmpty() || Character.isLetterOrDigit(text.charAt(0)) ? 0 : 1;
            return text.substring(0, signed) + fill.repeat(width - text.length()) + text.substring(signed);
        }
        if (align.equals("^") && width > text.length()) {
            budget.fits(width);
            int left = (width - text.length()) / 2;
            return fill.repeat(left) + text + fill.repeat(width - text.length() - left);
        }
        return (String) TextMethods.pad(text, new Object[] {(long) width, fill}, align.equals("<") ? -1 : 1, budget);
    }
}
