package org.ouzel.core.tcp.congestion;

import org.junit.jupiter.api.Nested;

/** All that are built in keep to the contract. */
class BuiltInControlsTest {
    @Nested
    class OfNewReno extends CongestionControlContract {
        OfNewReno() {
            super(NewReno.NAME);
        }
    }

    @Nested
    class OfCubic extends CongestionControlContract {
        OfCubic() {
            super(Cubic.NAME);
        }
    }

    @Nested
    class OfBbr extends CongestionControlContract {
        OfBbr() {
            super(Bbr.NAME);
        }
    }
}
