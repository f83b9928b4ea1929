package org.ouzel.checks.rfc;

import java.util.Map;
import java.util.TreeMap;

/** Why requirements are not met or not tested: a line each, of the id, a colon and the reason; lines that begin with # say more. */
record Exemptions(Map<String, String> reasons) {
    static Exemptions parse(String text) {
        Map<String, String> reasons = new TreeMap<>();
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split(": ", 2);
            if (parts.length != 2 || parts[1].isBlank()) {
                throw new IllegalArgumentException("no reason: " + line);
            }
            if (reasons.put(parts[0], parts[1].strip()) != null) {
                throw new IllegalArgumentException("twice: " + parts[0]);
            }
        }
        return new Exemptions(Map.copyOf(reasons));
    }
}
