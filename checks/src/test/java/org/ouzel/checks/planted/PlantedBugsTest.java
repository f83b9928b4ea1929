package org.ouzel.checks.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * That the campaign of simulations can fail: it finds every bug that is planted in our TCP, and nothing where none is.
 *
 * <p>{@code -Dplanted=REGEX} tries only the bugs whose names it is found in, {@code -Dplanted.escaping=true} those that the
 * campaign is known not to find, with all seeds.
 */
class PlantedBugsTest {
    /** As many children at a time as the smallest machine that builds this has processors. */
    private static final int CHILDREN = 2;

    private static final Path TABLE = Path.of("target", "planted-bugs.md");
    private static final Pattern WANTED = Pattern.compile(System.getProperty("planted", ""));

    @Test
    void findsEveryPlantedBug() throws Exception {
        List<Trial> trials = tried(PlantedBugs.found());
        write(table(trials));
        assertThat(trials).allMatch(Trial::isFound, "found within " + Trial.LAST_SEED + " seeds");
        long last = trials.stream().mapToLong(Trial::seed).max().orElse(1);
        Trial control = Trial.unchanged(last);
        assertThat(control.isFound())
                .as("found with no bug planted: %s", control)
                .isFalse();
    }

    /** Those that escape are no secret: they still can be planted, and are tried again where time does not matter. */
    @Test
    void knowsWhichBugsEscape() throws Exception {
        for (PlantedBug bug : PlantedBugs.escaping()) {
            Trial.prepare(bug);
        }
        if (Boolean.getBoolean("planted.escaping")) {
            List<Trial> trials = tried(PlantedBugs.escaping());
            write(table(trials));
            assertThat(trials).noneMatch(Trial::isFound);
        }
    }

    private static List<Trial> tried(List<PlantedBug> bugs) throws InterruptedException, ExecutionException {
        try (ExecutorService children = Executors.newFixedThreadPool(CHILDREN)) {
            List<Future<Trial>> running = new ArrayList<>();
            for (PlantedBug bug : bugs) {
                if (WANTED.matcher(bug.name()).find()) {
                    running.add(children.submit(() -> Trial.of(bug)));
                }
            }
            List<Trial> trials = new ArrayList<>();
            for (Future<Trial> trial : running) {
                trials.add(trial.get());
            }
            return trials;
        }
    }

    private static String table(List<Trial> trials) {
        StringBuilder table = new StringBuilder("| bug | what it does | seeds | found by |\n|---|---|---:|---|\n");
        for (Trial trial : trials) {
            table.append("| %s | %s | %d | %s |%n"
                    .formatted(trial.bug().name(), trial.bug().meaning(), trial.seed(), trial.property()));
        }
        return table.toString();
    }

    private static void write(String table) throws IOException {
        System.out.print(table);
        Files.writeString(TABLE, table);
    }
}
