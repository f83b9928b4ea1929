package org.ouzel.drill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What scripts are run against, and how.
 *
 * @param target the host under test
 * @param profile whose habits the host has, by name
 * @param switches what differs from the profile, and what is not compared, each as {@code name=value}
 * @param definitions what is defined for the scripts
 * @param tolerance by how much times may differ
 * @param jobs how many scripts are run at a time
 * @param timeout how much real time a script may take
 */
public record DrillSettings(
        TargetKind target,
        String profile,
        List<String> switches,
        Definitions definitions,
        Tolerance tolerance,
        int jobs,
        Duration timeout) {
    /** How much real time a script may take where nothing else is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    /** Ouzel's own TCP in virtual time, with no habits but those that the RFCs ask for, one script after the other. */
    public static final DrillSettings DEFAULT = new DrillSettings(
            TargetKind.SIM,
            Habits.DEFAULT_NAME,
            List.of(),
            Definitions.NONE,
            new Tolerance.AsTarget(),
            1,
            DEFAULT_TIMEOUT);

    /** The host under test. */
    public enum TargetKind {
        /** Ouzel's own TCP, in virtual time. */
        SIM,
        /** Linux's, in real time, behind a TUN device in a network namespace; needs root. Profiles mean nothing to it. */
        KERNEL
    }

    /**
     * What is defined for scripts from outside.
     *
     * @param values what names stand for: a string in quotes, a command in back quotes, a number or a word
     * @param names names that are there for {@code #ifdef} alone
     */
    public record Definitions(Map<String, String> values, Set<String> names) {
        /** Nothing. */
        public static final Definitions NONE = new Definitions(Map.of(), Set.of());

        /** Copies both. */
        public Definitions {
            values = Map.copyOf(values);
            names = Set.copyOf(names);
        }
    }

    /** Copies the list. */
    public DrillSettings {
        switches = List.copyOf(switches);
        if (jobs < 1) {
            throw new IllegalArgumentException("number of jobs out of range: " + jobs);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("no script can be run within " + timeout);
        }
    }

    /** The same with another profile. */
    public DrillSettings withProfile(String name) {
        return new DrillSettings(target, name, switches, definitions, tolerance, jobs, timeout);
    }

    /** The same with other switches. */
    public DrillSettings withSwitches(List<String> all) {
        return new DrillSettings(target, profile, all, definitions, tolerance, jobs, timeout);
    }

    /** The same with other definitions. */
    public DrillSettings withDefinitions(Definitions all) {
        return new DrillSettings(target, profile, switches, all, tolerance, jobs, timeout);
    }

    /** The same with another tolerance. */
    public DrillSettings withTolerance(Tolerance other) {
        return new DrillSettings(target, profile, switches, definitions, other, jobs, timeout);
    }

    /** The same with another number of jobs. */
    public DrillSettings withJobs(int count) {
        return new DrillSettings(target, profile, switches, definitions, tolerance, count, timeout);
    }

    /** The same with another host under test. */
    public DrillSettings withTarget(TargetKind kind) {
        return new DrillSettings(kind, profile, switches, definitions, tolerance, jobs, timeout);
    }

    /** The same with another limit of real time for a script. */
    public DrillSettings withTimeout(Duration other) {
        return new DrillSettings(target, profile, switches, definitions, tolerance, jobs, other);
    }
}
