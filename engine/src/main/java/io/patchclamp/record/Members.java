package io.patchclamp.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.patchclamp.fault.LoadException;

/** The members of a JSON object from a file, each of the kind that is asked for or an error that names it. */
final class Members {
    private final String where;
    final Map<String, Object> json;

    Members(String where, Map<String, Object> json) {
        this.where = where;
        this.json = json;
    }

    LoadException fault(String what, String expected, String found) {
        String got = shortened(String.valueOf(found));
        return new LoadException(
                where.substring(0, 1).toUpperCase(Locale.ROOT) + where.substring(1) + ": " + what + " should have "
                        + expected + ", and has " + got + ".",
                "another copy of the recording; this one is damaged or was changed");
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private LoadException wrong(String key, String expected) {
        Object value = json.get(key);
        return fault("'" + key + "'", expected, value == null ? "nothing" : String.valueOf(value));
    }

    String text(String key) {
        if (json.get(key) instanceof String s) {
            return s;
        }
        throw wrong(key, "a text");
    }

    String textOrNull(String key) {
        return json.get(key) == null ? null : text(key);
    }

    boolean flag(String key) {
        if (json.get(key) instanceof Boolean b) {
            return b;
        }
        throw wrong(key, "true or false");
    }

    double number(String key) {
        if (json.get(key) instanceof Number n) {
            return n.doubleValue();
        }
        throw wrong(key, "a number");
    }

    int integer(String key) {
        if (json.get(key) instanceof Long n && n == n.intValue()) {
            return n.intValue();
        }
        throw wrong(key, "a whole number of 32 bits");
    }

    List<Integer> integers(String key) {
        return integers(key, json.get(key));
    }

    private List<Integer> integers(String key, Object value) {
        if (!(value instanceof List<?> list)) {
            throw wrong(key, "a list of whole numbers");
        }
        List<Integer> numbers = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Long n) || n != n.intValue()) {
                throw wrong(key, "whole numbers of 32 bits");
            }
            numbers.add(n.intValue());
        }
        return numbers;
    }

    List<List<Integer>> lists(String key) {
        if (!(json.get(key) instanceof List<?> list)) {
            throw wrong(key, "a list of lists");
        }
        List<List<Integer>> lists = new ArrayList<>(list.size());
        list.forEach(element -> lists.add(integers(key, element)));
        return lists;
    }

    List<String> texts(String key) {
        if (!(json.get(key) instanceof List<?> list)) {
            throw wrong(key, "a list of texts");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof String s)) {
                throw wrong(key, "a list of texts");
            }
            texts.add(s);
        }
        return texts;
    }

    @SuppressWarnings("unchecked")
    Members object(String key) {
        if (json.get(key) instanceof Map<?, ?> map) {
            return new Members(where + ", '" + key + "'", (Map<String, Object>) map);
        }
        throw wrong(key, "an object");
    }

    @SuppressWarnings("unchecked")
    List<Members> objects(String key) {
        if (!(json.get(key) instanceof List<?> list)) {
            throw wrong(key, "a list of objects");
        }
        List<Members> objects = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> map)) {
                throw wrong(key, "a list of objects");
            }
            objects.add(new Members(where + ", " + key + " " + objects.size(), (Map<String, Object>) map));
        }
        return objects;
    }
}
