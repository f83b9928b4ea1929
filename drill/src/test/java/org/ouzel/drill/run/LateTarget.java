package org.ouzel.drill.run;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ouzel.drill.posix.Answer;
import org.ouzel.drill.posix.Call;

/** A host on a busy computer: whoever lets time pass until then comes back later. */
record LateTarget(Target inner, Duration by) implements Target {
    @Override
    public boolean pass(long until) throws IOException {
        return inner.pass(until + by.toNanos());
    }

    @Override
    public Network network() {
        return inner.network();
    }

    @Override
    public long now() {
        return inner.now();
    }

    @Override
    public void inject(MemorySegment packet) throws IOException {
        inner.inject(packet);
    }

    @Override
    public Answer call(Call call) throws IOException {
        return inner.call(call);
    }

    @Override
    public Optional<Sent> takeSent() {
        return inner.takeSent();
    }

    @Override
    public List<Ended> takeEnded() {
        return inner.takeEnded();
    }

    @Override
    public Shell shell() {
        return inner.shell();
    }

    @Override
    public void close() throws IOException {
        inner.close();
    }
}
