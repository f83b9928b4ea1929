package org.ouzel.drill.run;

import java.io.IOException;

/** A script has taken all the real time that it may. */
public final class TimeIsUp extends IOException {
    private static final long serialVersionUID = 1;

    TimeIsUp(String message) {
        super(message);
    }
}
