package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ouzel.drill.run.Judgement;
import org.ouzel.drill.run.Judgement.Aspect;

class SwitchesTest {
    @ParameterizedTest
    @CsvSource({
        "psh=ignore,       PUSH",
        "options=set,      OPTION_ORDER",
        "window=ignore,    WINDOW",
        "echo=ignore,      ECHO",
        "leftovers=ignore, LEFTOVERS",
        "asserts=off,      ASSERTS",
        "acks=lenient,     EVERY_ACK"
    })
    void aSwitchLeavesSomethingUncompared(String text, Aspect aspect) throws BadSetting {
        assertThat(Switches.NONE.with(text).over(Judgement.STRICT)).isEqualTo(Judgement.STRICT.with(aspect, false));
    }

    @Test
    void theLastOneCounts() throws BadSetting {
        assertThat(Switches.of(List.of("psh=ignore", "psh=compare")).over(Judgement.STRICT))
                .isEqualTo(Judgement.STRICT);
    }

    @Test
    void aToleranceIsATimeOrAPartOrTheOriginals() throws BadSetting {
        assertThat(Switches.NONE.with("tolerance=packetdrill").over(Judgement.STRICT))
                .isEqualTo(Judgement.STRICT.withPacketdrillsTolerance());
        assertThat(Switches.NONE.with("tolerance=4ms").over(Judgement.STRICT))
                .isEqualTo(Judgement.STRICT.withTolerance(4_000_000, 0));
        assertThat(Switches.NONE.with("tolerance=4ms,12%").over(Judgement.STRICT))
                .isEqualTo(Judgement.STRICT.withTolerance(4_000_000, 0.12));
    }

    @ParameterizedTest
    @CsvSource({
        "quickack=on, acknowledging, at-once",
        "quickack=off, acknowledging, delayed",
        "wscale=8, wscale, 8",
        "min-rto=1s, min-rto, 1s",
        "congestion=bbr, congestion, bbr"
    })
    void aSwitchSetsASetting(String text, String knob, String shown) throws BadSetting {
        Draft draft = new Draft(Switches.NONE.with(text).over(Hosts.plainSettings()));
        assertThat(Knob.named(knob).shown(draft)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "psh            | \"psh\" sets nothing: it is written name=value",
                "=on            | \"=on\" sets nothing: it is written name=value",
                "psh=maybe      | psh cannot be \"maybe\": it is compare, ignore",
                "wscale=15      | wscale cannot be \"15\": it is a number from 0 to 14, or as-needed",
                "min-rto=1      | min-rto cannot be \"1\": it is a time as 200ms or 2h",
                "delayed-ack=500ms | delayed-ack cannot be \"500ms\": it is a time as 40ms, less than 500ms",
                "answer-wait=1s | answer-wait cannot be \"1s\": it is a time as 40ms, less than 500ms",
                "congestion=x   | congestion cannot be \"x\": it is bbr, cubic, newreno",
                "option-layout=x | option-layout cannot be \"x\": it is words, packed",
                "quickack=1     | quickack cannot be \"1\": it is on, off"
            })
    void whatCannotBeTellsWhatCan(String text, String message) {
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> Switches.NONE.with(text))
                .withMessage(message);
    }

    @Test
    void aNameThatIsNoneTellsWhichThereAre() {
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> Switches.NONE.with("push=ignore"))
                .withMessageContaining("no switch \"push\": there is ")
                .withMessageContaining("psh, pushing, quickack")
                .withMessageContaining("tolerance");
    }
}
