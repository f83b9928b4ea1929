package org.ouzel.drill.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.ouzel.core.tcp.TcpParameters;
import org.ouzel.core.tcp.TcpTuning;
import org.ouzel.core.wire.OptionLayout;
import org.ouzel.drill.posix.SystemSettings;

class ProfileTest {
    static final List<String> NAMES = Profile.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void aProfileSaysEachSettingThereIs(String name) throws BadSetting {
        Profile profile = Profile.named(name);
        assertThat(profile.values().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Knob.ALL.stream().map(Knob::name).toList());
        Draft draft = new Draft(profile.over(Hosts.plainSettings()));
        for (Knob<?> knob : Knob.ALL) {
            assertThat(knob.shown(draft))
                    .as(knob.name())
                    .isEqualTo(profile.values().get(knob.name()));
        }
    }

    @Test
    void thatOfTheRfcsHasTheTimesAndTheTuningThatTheCoreHas() throws BadSetting {
        SystemSettings rfc = Profile.named("rfc").over(Hosts.plainSettings());
        assertThat(rfc.environment().parameters()).isEqualTo(TcpParameters.DEFAULT);
        // Sockets have no PUSH (RFC 9293 MUST-61), and scripts know no pacing.
        TcpTuning.Flow flow = new TcpTuning.Flow(false, true, TcpTuning.Acknowledging.AUTOMATIC, 0, 0, false);
        assertThat(rfc.tcp().tuning()).isEqualTo(TcpTuning.DEFAULT.with(flow));
        assertThat(rfc.congestion().preferred()).isEqualTo("cubic");
        assertThat(rfc.tcp().userTimeout().afterNs()).isEqualTo(TimeUnit.MINUTES.toNanos(5));
    }

    @Test
    void freeBsdsPacksOptionsAndScalesWindowsAsItDoes() throws BadSetting {
        TcpTuning.Offers offers = Profile.named("freebsd")
                .over(Hosts.plainSettings())
                .tcp()
                .tuning()
                .offers();
        assertThat(offers.layout()).isEqualTo(OptionLayout.PACKED);
        assertThat(offers.windowShift()).isEqualTo(6);
    }

    @Test
    void aProfileThatIsNoneTellsWhichThereAre() {
        assertThatExceptionOfType(BadSetting.class)
                .isThrownBy(() -> Profile.named("solaris"))
                .withMessage("no profile \"solaris\": there is rfc, linux, freebsd");
    }
}
