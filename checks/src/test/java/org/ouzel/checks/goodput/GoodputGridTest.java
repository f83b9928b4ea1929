package org.ouzel.checks.goodput;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.ouzel.checks.goodput.GoodputGrid.Conditions;

/**
 * That no change makes a flow slower or faster over bad paths without anybody noticing: all of {@code docs/goodput-grid.md} is
 * computed anew, in virtual time, and must be the same to the last digit. {@code -Dgoodput.grid=write} writes that page instead.
 */
class GoodputGridTest {
    private static final Path PAGE = Path.of("..", "docs", "goodput-grid.md");
    private static GoodputGrid grid = new GoodputGrid(Map.of());

    @BeforeAll
    static void compute() throws Exception {
        grid = GoodputGrid.computed();
    }

    @Test
    void thePageTellsTheGoodput() throws IOException {
        String page = grid.page();
        if (System.getProperty("goodput.grid", "").equals("write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "")
                .as("docs/goodput-grid.md; if the difference is meant, `just goodput-grid` (-Dgoodput.grid=write)"
                        + " accepts it, and the commit says why")
                .isEqualTo(page);
    }

    @Test
    void reorderingAloneCostsLittle() {
        grid.rows().forEach((conditions, row) -> {
            if (conditions.lossPercent() == 0) {
                Map<String, Double> inOrder = grid.rows().get(conditions.inOrder());
                row.forEach((control, share) -> assertThat(share)
                        .as("%s over %s", control, conditions)
                        .isGreaterThan(0.9 * inOrder.get(control)));
            }
        });
    }

    @Test
    void bbrFillsALongPathThatLosesMuch() {
        assertThat(grid.rows().get(new Conditions(100, 0, 3)).get("bbr")).isGreaterThan(0.8);
    }
}
