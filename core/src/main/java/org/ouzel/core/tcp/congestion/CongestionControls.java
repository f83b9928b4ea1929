package org.ouzel.core.tcp.congestion;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which congestion controls there are, by their names, and which of them is preferred. */
public final class CongestionControls {
    /** Those of this stack. CUBIC is preferred: it is what most of the Internet uses. */
    public static final CongestionControls BUILT_IN = new CongestionControls(
            Map.of(NewReno.NAME, _ -> new NewReno(), Cubic.NAME, _ -> new Cubic(), Bbr.NAME, Bbr::new), Cubic.NAME);

    private final Map<String, CongestionControl.Factory> factories;
    private final String preferred;

    private CongestionControls(Map<String, CongestionControl.Factory> factories, String preferred) {
        this.factories = Collections.unmodifiableMap(new TreeMap<>(factories));
        this.preferred = preferred;
    }

    /**
     * The same and one more.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public CongestionControls with(String name, CongestionControl.Factory factory) {
        Map<String, CongestionControl.Factory> more = new TreeMap<>(factories);
        if (more.putIfAbsent(name, factory) != null) {
            throw new IllegalArgumentException("there is a congestion control " + name + " already");
        }
        return new CongestionControls(more, preferred);
    }

    /**
     * The same, with another preferred.
     *
     * @throws IllegalArgumentException if there is none of the name
     */
    public CongestionControls preferring(String name) {
        factory(name);
        return new CongestionControls(factories, name);
    }

    /** The name of the one to take when none is chosen. */
    public String preferred() {
        return preferred;
    }

    /** The names, in alphabetical order. */
    public Set<String> names() {
        return factories.keySet();
    }

    /**
     * The one of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public CongestionControl.Factory factory(String name) {
        CongestionControl.Factory factory = factories.get(name);
        if (factory == null) {
            throw new IllegalArgumentException("congestion control " + name + " is none of " + names());
        }
        return factory;
    }
}
