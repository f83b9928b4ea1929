package org.ouzel.drill.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ouzel.drill.posix.SystemSettings;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.Judgement.Aspect;

/**
 * What somebody who runs scripts wants otherwise, each written {@code name=value}: how strictly things are compared, and what a
 * host begins with, whatever its profile says. Scripts do not change what is chosen here.
 */
public final class Switches {
    /** Nothing is otherwise. */
    public static final Switches NONE = new Switches(List.of(), Map.of());

    private static final String TOLERANCE = "tolerance";
    private static final String QUICK_ACK = "quickack";
    private static final String LIKE_PACKETDRILL = "packetdrill";
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})%");
    private static final double HUNDRED = 100;

    /** What may be compared or not, by the names and words of the switches. */
    private static final Map<String, Comparison> COMPARISONS = comparisons();

    private final List<Stricter> stricter;
    private final Map<String, String> values;

    /** A change of how strictly things are compared. */
    private interface Stricter {
        Judgement than(Judgement before);
    }

    /**
     * Something that is compared or not.
     *
     * @param compared the word for "it is compared"
     * @param not the word for "it is not"
     */
    private record Comparison(Aspect aspect, String compared, String not) {}

    private static Map<String, Comparison> comparisons() {
        Map<String, Comparison> all = new LinkedHashMap<>();
        all.put("psh", new Comparison(Aspect.PUSH, "compare", "ignore"));
        all.put("options", new Comparison(Aspect.OPTION_ORDER, "ordered", "set"));
        all.put("window", new Comparison(Aspect.WINDOW, "compare", "ignore"));
        all.put("echo", new Comparison(Aspect.ECHO, "compare", "ignore"));
        all.put("leftovers", new Comparison(Aspect.LEFTOVERS, "compare", "ignore"));
        all.put("asserts", new Comparison(Aspect.ASSERTS, "on", "off"));
        all.put("acks", new Comparison(Aspect.EVERY_ACK, "strict", "lenient"));
        return all;
    }

    private Switches(List<Stricter> stricter, Map<String, String> values) {
        this.stricter = List.copyOf(stricter);
        this.values = values;
    }

    /**
     * All of these.
     *
     * @throws BadSetting if one of them is none, or cannot be so
     */
    public static Switches of(List<String> texts) throws BadSetting {
        Switches all = NONE;
        for (String text : texts) {
            all = all.with(text);
        }
        return all;
    }

    /**
     * The same and one more.
     *
     * @param text the name, an equals sign, and the value
     * @throws BadSetting if it is none, or cannot be so
     */
    public Switches with(String text) throws BadSetting {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw new BadSetting("\"" + text + "\" sets nothing: it is written name=value");
        }
        String name = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        Comparison comparison = COMPARISONS.get(name);
        if (comparison != null) {
            boolean compared = compares(name, comparison, value);
            return with(before -> before.with(comparison.aspect(), compared));
        }
        return switch (name) {
            case TOLERANCE -> with(tolerance(value));
            case QUICK_ACK -> with("acknowledging=" + (isOn(value) ? "at-once" : "delayed"));
            default -> withKnob(name, value);
        };
    }

    private static boolean compares(String name, Comparison of, String value) throws BadSetting {
        if (value.equals(of.compared())) {
            return true;
        }
        if (value.equals(of.not())) {
            return false;
        }
        throw bad(name, value, of.compared() + ", " + of.not());
    }

    private static BadSetting bad(String name, String value, String possible) {
        return new BadSetting(name + " cannot be \"" + value + "\": it is " + possible);
    }

    private static boolean isOn(String value) throws BadSetting {
        return Form.SWITCH.reads().apply(value).orElseThrow(() -> bad(QUICK_ACK, value, Form.SWITCH.possible()));
    }

    /** {@code packetdrill}, a time, or a time and a part of the time since the event before, as {@code 4ms,12%}. */
    private static Stricter tolerance(String value) throws BadSetting {
        if (value.equals(LIKE_PACKETDRILL)) {
            return Judgement::withPacketdrillsTolerance;
        }
        String[] parts = value.split(",", 2);
        Optional<Long> ns = Form.TIME_NS.reads().apply(parts[0]);
        Matcher percent = PERCENT.matcher(parts.length > 1 ? parts[1] : "0%");
        if (ns.isEmpty() || !percent.matches()) {
            throw bad(TOLERANCE, value, LIKE_PACKETDRILL + ", or a time as 4ms, or a time and a part as 4ms,12%");
        }
        double share = Integer.parseInt(percent.group(1)) / HUNDRED;
        return before -> before.withTolerance(ns.get(), share);
    }

    private Switches with(Stricter one) {
        List<Stricter> more = new ArrayList<>(stricter);
        more.add(one);
        return new Switches(more, values);
    }

    private Switches withKnob(String name, String value) throws BadSetting {
        Knob<?> knob = Knob.find(name)
                .orElseThrow(
                        () -> new BadSetting("no switch \"" + name + "\": there is " + String.join(", ", names())));
        knob.check(value);
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Switches(stricter, more);
    }

    /** The names of all switches there are, in alphabetical order. */
    public static List<String> names() {
        TreeSet<String> names = new TreeSet<>(COMPARISONS.keySet());
        names.add(TOLERANCE);
        names.add(QUICK_ACK);
        Knob.ALL.forEach(knob -> names.add(knob.name()));
        return List.copyOf(names);
    }

    /** The judgement with what is chosen. */
    public Judgement over(Judgement before) {
        Judgement judgement = before;
        for (Stricter one : stricter) {
            judgement = one.than(judgement);
        }
        return judgement;
    }

    /** The settings with what is chosen. */
    public SystemSettings over(SystemSettings before) {
        Draft draft = new Draft(before);
        over(draft);
        return draft.settings();
    }

    /** A draft gets what is chosen. */
    void over(Draft draft) {
        try {
            for (Map.Entry<String, String> entry : values.entrySet()) {
                Knob.named(entry.getKey()).set(draft, entry.getValue());
            }
        } catch (BadSetting bad) {
            throw new AssertionError("a switch was not checked", bad);
        }
    }

    /** What switches there are besides the settings, for the documentation: a name and the values. */
    static Map<String, String> others() {
        Map<String, String> all = new LinkedHashMap<>();
        COMPARISONS.forEach((name, of) -> all.put(name, of.compared() + ", " + of.not()));
        all.put(
                TOLERANCE,
                LIKE_PACKETDRILL + "; a time as 4ms; a time and a part of the time since the event before as 4ms,12%");
        all.put(QUICK_ACK, "on (acknowledging=at-once), off (acknowledging=delayed)");
        return all;
    }
}
