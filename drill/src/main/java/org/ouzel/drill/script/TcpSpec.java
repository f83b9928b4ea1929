package org.ouzel.drill.script;

import java.util.Optional;

/**
 * A segment as a script writes it. What is empty is not written: of an outbound one it is not compared, save an
 * acknowledgment, which is 0 then, and options, of which there are none then.
 *
 * @param ports its ports, if they are written
 * @param flags its flags
 * @param sequence its place in the stream; empty where it is {@code ...} or {@code *}
 * @param acknowledgment the acknowledgment
 * @param window the window, not scaled
 * @param urgent the urgent pointer
 * @param options the options
 */
public record TcpSpec(
        Optional<Ports> ports,
        FlagSet flags,
        Optional<SequenceRange> sequence,
        Optional<Amount> acknowledgment,
        Optional<Amount> window,
        Optional<Amount> urgent,
        OptionList options)
        implements PacketPayload {}
