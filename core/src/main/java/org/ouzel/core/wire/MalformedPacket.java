package org.ouzel.core.wire;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Bytes that are not the packet they should be. Internal to the core: it ends as a counted {@link DropReason}. Costs
 * nothing to throw: there is one instance for each reason, without a stack trace.
 */
public final class MalformedPacket extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Map<DropReason, MalformedPacket> INSTANCES = new EnumMap<>(DropReason.class);

    static {
        for (DropReason reason : DropReason.values()) {
            INSTANCES.put(reason, new MalformedPacket(reason));
        }
    }

    /** Why. */
    private final DropReason reason;

    private MalformedPacket(DropReason reason) {
        super(reason.name(), null, false, false);
        this.reason = reason;
    }

    /** The exception for a reason. */
    public static MalformedPacket because(DropReason reason) {
        return Objects.requireNonNull(INSTANCES.get(reason));
    }

    /** Why the packet is dropped. */
    public DropReason reason() {
        return reason;
    }
}
