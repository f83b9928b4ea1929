package org.ouzel.sim;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.ouzel.sim.Processes.SimulatedProcess;
import org.ouzel.stack.around.Gate;
import org.ouzel.stack.around.Monitor;
import org.ouzel.stack.around.Surroundings;

/** A lock that nobody ever waits for, since one process runs at a time and gives way at gates alone. */
final class SimulatedMonitor implements Monitor {
    private final SimulatedSurroundings surroundings;
    private final MachineClock clock;
    private final Processes processes;

    SimulatedMonitor(SimulatedSurroundings surroundings, MachineClock clock, Processes processes) {
        this.surroundings = surroundings;
        this.clock = clock;
        this.processes = processes;
    }

    @Override
    public void lock() {
        surroundings.requireAlive();
    }

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
            if (deadline != Surroundings.NEVER && deadline <= clock.now()) {
                return false;
            }
            SimulatedProcess process = processes.current();
            requireNotInterrupted();
            waiting.add(process);
            Optional<MachineClock.Reminder> timeout =
                    deadline == Surroundings.NEVER ? Optional.empty() : Optional.of(clock.at(deadline, process::wake));
            try {
                process.park();
            } finally {
                timeout.ifPresent(MachineClock.Reminder::callOff);
                waiting.remove(process);
            }
            requireNotInterrupted();
            return deadline == Surroundings.NEVER || clock.now() < deadline;
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
