package org.ouzel.sim;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ouzel.sim.Processes.SimulatedProcess;
import org.ouzel.sim.net.Timeline;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;

/** A lock that nobody ever waits for, since one process runs at a time and gives way at gates alone. */
final class SimulatedMonitor implements Monitor {
    private final Timeline timeline;
    private final Processes processes;

    SimulatedMonitor(Timeline timeline, Processes processes) {
        this.timeline = timeline;
        this.processes = processes;
    }

    @Override
    public void lock() {}

    @Override
    public void unlock() {}

    @Override
    public Gate gate() {
        return new SimulatedGate();
    }

    private final class SimulatedGate implements Gate {
        private final Deque<SimulatedProcess> waiting = new ArrayDeque<>(1);

        @Override
        public boolean await(long deadline) throws InterruptedIOException {
            if (deadline != Surroundings.NEVER && deadline <= timeline.now()) {
                return false;
            }
            SimulatedProcess process = processes.current();
            requireNotInterrupted();
            waiting.add(process);
            Optional<Timeline.Event> timeout = deadline == Surroundings.NEVER
                    ? Optional.empty()
                    : Optional.of(timeline.at(deadline, process::wake));
            process.park();
            timeout.ifPresent(Timeline.Event::callOff);
            waiting.remove(process);
            requireNotInterrupted();
            return deadline == Surroundings.NEVER || timeline.now() < deadline;
        }

        private static void requireNotInterrupted() throws InterruptedIOException {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted");
            }
        }

        @Override
        public void open() {
            waiting.forEach(SimulatedProcess::wake);
        }
    }
}
