package org.ouzel.sim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.ouzel.sim.Processes.SimulatedProcess;
import org.ouzel.sim.net.Timeline;

/** What an executor has been given and has not ended, and whether it takes more. */
final class Tasks {
    private final Processes processes;
    private final Set<Task> waiting = new LinkedHashSet<>();
    private final Set<Task> running = new LinkedHashSet<>();
    private final Latch terminated;
    private boolean isShut;

    /** A command, from when it is accepted until it has run or was withdrawn. */
    final class Task {
        private final String name = processes.nextTaskName();
        private final Runnable command;
        private Optional<SimulatedProcess> process = Optional.empty();

        private Task(Runnable command) {
            this.command = command;
        }

        /** Runs it as a process of the foreground. */
        void start() {
            processes.start(name, this::run);
        }

        /** Runs it as a process of the background. */
        void startInBackground() {
            processes.startInBackground(name, this::run);
        }

        private void run() {
            if (waiting.remove(this)) {
                process = processes.caller();
                running.add(this);
                try {
                    command.run();
                } finally {
                    running.remove(this);
                    settle();
                }
            }
        }

        /** It waits again; for the command to call as it runs. */
        void renew() {
            waiting.add(this);
        }

        /** It is not to run any more. A run that has begun goes on. */
        void withdraw() {
            waiting.remove(this);
            settle();
        }
    }

    Tasks(Timeline timeline, Processes processes) {
        this.processes = processes;
        this.terminated = new Latch(timeline, processes);
    }

    /**
     * Takes a command.
     *
     * @throws RejectedExecutionException after a shutdown
     */
    Task accept(Runnable command) {
        if (isShut) {
            throw new RejectedExecutionException("the executor has been shut down");
        }
        Task task = new Task(command);
        waiting.add(task);
        return task;
    }

    /** Accepts no more. */
    void shut() {
        isShut = true;
        settle();
    }

    /** The commands that have not begun to run. */
    List<Runnable> waiting() {
        return waiting.stream().map(task -> task.command).toList();
    }

    /** Withdraws all that have not begun to run. */
    void withdrawWaiting() {
        waiting.clear();
        settle();
    }

    /** Interrupts all that run. */
    void interruptRunning() {
        running.forEach(task -> task.process.ifPresent(SimulatedProcess::interrupt));
    }

    private void settle() {
        if (isShut && waiting.isEmpty() && running.isEmpty()) {
            terminated.open();
        }
    }

    boolean isShut() {
        return isShut;
    }

    /** Opens when it is shut and all has ended. */
    Latch terminated() {
        return terminated;
    }
}
