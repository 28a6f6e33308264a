package io.patchclamp.internal.jinja;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Locale;

/** {@code strftime} in the C locale. */
final class DateFormat {
    private DateFormat() {}

    static String of(LocalDateTime now, String format, Budget budget) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            char code = format.charAt(++i);
            boolean bare = code == '-' && i + 1 < format.length();
            String part = part(now, bare ? format.charAt(++i) : code, budget);
            out.append(bare && part.length() > 1 ? part.replaceFirst("^0+(?=.)", "") : part);
        }
        return out.toString();
    }

    private static String part(LocalDateTime now, char code, Budget budget) {
        return switch (code) {
            case 'Y' -> String.valueOf(now.getYear());
            case 'y' -> two(now.getYear() % 100);
            case 'C' -> two(now.getYear() / 100);
            case 'm' -> two(now.getMonthValue());
            case 'd' -> two(now.getDayOfMonth());
            case 'e' -> String.format(Locale.ROOT, "%2d", now.getDayOfMonth());
            case 'j' -> String.format(Locale.ROOT, "%03d", now.getDayOfYear());
            case 'H' -> two(now.getHour());
            case 'I' -> two((now.getHour() + 11) % 12 + 1);
            case 'M' -> two(now.getMinute());
            case 'S' -> two(now.getSecond());
            case 'f' -> String.format(Locale.ROOT, "%06d", now.getNano() / 1000);
            case 'p' -> now.getHour() < 12 ? "AM" : "PM";
            case 'A' -> now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'a' -> DateTimeFormatter.ofPattern("EEE", Locale.ENGLISH).format(now);
            case 'B' -> now.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            // three letters each: Java's own short names have "Sept" in some versions
            case 'b', 'h' ->
                now.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH).substring(0, 3);
            case 'u' -> String.valueOf(now.getDayOfWeek().getValue());
            case 'w' -> String.valueOf(now.getDayOfWeek().getValue() % 7);
            case 'U' -> two((now.getDayOfYear() + 6 - now.getDayOfWeek().getValue() % 7) / 7);
            case 'W' -> two((now.getDayOfYear() + 6 - (now.getDayOfWeek().getValue() + 6) % 7) / 7);
            case 'G' -> String.valueOf(now.get(java.time.temporal.IsoFields.WEEK_BASED_YEAR));
            case 'V' -> two(now.get(java.time.temporal.IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'F' -> of(now, "%Y-%m-%d", budget);
            case 'T', 'X' -> of(now, "%H:%M:%S", budget);
            case 'R' -> of(now, "%H:%M", budget);
            case 'D', 'x' -> of(now, "%m/%d/%y", budget);
            case 'r' -> of(now, "%I:%M:%S %p", budget);
            case 'c' -> of(now, "%a %b %e %H:%M:%S %Y", budget);
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'z', 'Z' -> "";
            case '%' -> "%";
            default -> "%" + code;
        };
    }

    private static String two(long number) {
        return String.format(Locale.ROOT, "%02d", number);
    }
}
