package org.ouzel.sim.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.ouzel.sim.Hazard;
import org.ouzel.sim.Shrinker.Extent;
import org.ouzel.sim.Shrinker.Shrunk;

/**
 * What is known of a failure, in words.
 *
 * @param failure the failure
 * @param hazards all that were planned
 * @param shrunk those that matter
 * @param last the last run, with these alone
 * @param captures where that was captured
 */
record Report(
        Throwable failure,
        List<Hazard> hazards,
        Shrunk<Integer> shrunk,
        Examination.Replay last,
        Optional<Path> captures) {
    /** All of it, in lines. */
    String text(long seed, String replayCommand) {
        List<String> lines = new ArrayList<>();
        lines.add("seed " + seed + " fails: " + text(failure));
        lines.add("  replay: " + replayCommand);
        addHazards(lines);
        if (last.failsLike(failure)) {
            addFailureAgain(lines);
        } else {
            lines.add("  run again with the same seed and these hazards, the test "
                    + last.failure()
                            .map(other -> "failed otherwise: " + text(other))
                            .orElse("passed")
                    + "; so it depends on more than the seed, such as fields, a clock or a hash code");
        }
        addCaptures(lines);
        return String.join("\n", lines);
    }

    /** Assertions like to begin with an empty line, and build tools to show the first line alone. */
    private static String text(Throwable thrown) {
        return thrown.toString().replaceFirst("\\s*\\R\\s*", " ").replaceAll("\\R", "\n    ");
    }

    private void addHazards(List<String> lines) {
        if (hazards.isEmpty()) {
            lines.add("  no hazards were planned");
            return;
        }
        lines.add("  hazards that matter: " + shrunk.items().size() + " of " + hazards.size() + ", found in "
                + shrunk.runs() + (shrunk.runs() == 1 ? " run" : " runs") + bound());
        for (int number : shrunk.items()) {
            Hazard hazard = hazards.get(number);
            lines.add("    hazard " + number + ": " + hazard.what() + ", from " + text(hazard.from()) + " for "
                    + text(hazard.lasting()));
        }
    }

    private String bound() {
        return shrunk.extent() == Extent.MINIMAL
                ? ""
                : "; fewer may do: the bound of " + Examination.MOST_RUNS + " runs or " + Examination.MOST_S
                        + " s was reached";
    }

    /** As 1h30m or 0.25s. */
    private static String text(Duration time) {
        return time.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private void addFailureAgain(List<String> lines) {
        String again = text(last.failure().orElseThrow());
        if (!again.equals(text(failure))) {
            lines.add("  with these alone: " + again);
        }
        lines.add("  last events:");
        last.simulation().lastEvents().forEach(event -> lines.add("    " + event));
    }

    private void addCaptures(List<String> lines) {
        Optional<Path> made = captures.filter(Files::isDirectory);
        if (made.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.list(made.get())) {
            files.sorted().forEach(file -> lines.add("  capture: " + file));
        } catch (IOException failed) {
            lines.add("  captures are in " + made.get() + ", which cannot be listed: " + failed);
        }
    }
}
