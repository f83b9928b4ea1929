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
import org.junit.jupiter.api.Test;

/** That the campaign of simulations can fail: it finds every bug that is planted in our TCP, and nothing where none is. */
class PlantedBugsTest {
    /** As many children at a time as the smallest machine that builds this has processors. */
    private static final int CHILDREN = 2;

    private static final Path TABLE = Path.of("target", "planted-bugs.md");

    @Test
    void findsEveryPlantedBug() throws Exception {
        String only = System.getProperty("planted", "");
        List<PlantedBug> bugs = PlantedBugs.all().stream()
                .filter(bug -> bug.name().contains(only))
                .toList();
        List<Trial> trials = tried(bugs);
        String table = table(trials);
        System.out.print(table);
        Files.writeString(TABLE, table);
        assertThat(trials).allMatch(Trial::isFound, "found within " + Trial.LAST_SEED + " seeds");
        long last = trials.stream().mapToLong(Trial::seed).max().orElseThrow();
        assertThat(Trial.unchanged(last).isFound())
                .as("what is found without any bug up to seed %d", last)
                .isFalse();
    }

    private static List<Trial> tried(List<PlantedBug> bugs)
            throws InterruptedException, ExecutionException, IOException {
        try (ExecutorService children = Executors.newFixedThreadPool(CHILDREN)) {
            List<Future<Trial>> running = new ArrayList<>();
            for (PlantedBug bug : bugs) {
                running.add(children.submit(() -> Trial.of(bug)));
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
            table.append("| %s | %s | %s | %s |%n"
                    .formatted(
                            trial.bug().name(),
                            trial.bug().meaning(),
                            trial.isFound() ? trial.seed() : "–",
                            trial.property()));
        }
        return table.toString();
    }
}
