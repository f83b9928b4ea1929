package org.ouzel.drill.posix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The calls that wait, in the order in which they came. */
final class Waiting {
    private final Map<Long, Operation> operations = new LinkedHashMap<>();
    private long tickets;

    /** Makes a call; it waits if it must, and behind those that wait for the same. */
    Answer begin(Operation operation, long now) {
        boolean mayWait = !operation.mustEnd(now);
        boolean isBehind =
                operations.values().stream().anyMatch(other -> other.lane().equals(operation.lane()));
        Optional<Answer> answer = mayWait && isBehind ? Optional.empty() : attempt(operation, now);
        return answer.orElseGet(() -> {
            operations.put(++tickets, operation);
            return new Answer.Pending(tickets);
        });
    }

    List<SystemCalls.Completion> retry(long now) {
        List<SystemCalls.Completion> completions = new ArrayList<>();
        Set<Object> taken = new HashSet<>();
        for (Map.Entry<Long, Operation> waiting : List.copyOf(operations.entrySet())) {
            Operation operation = waiting.getValue();
            boolean isFirst = !taken.contains(operation.lane());
            Optional<Answer> answer = isFirst || operation.mustEnd(now) ? attempt(operation, now) : Optional.empty();
            if (answer.isPresent()) {
                operations.remove(waiting.getKey());
                completions.add(new SystemCalls.Completion(waiting.getKey(), answer.get()));
            } else {
                taken.add(operation.lane());
            }
        }
        return completions;
    }

    private static Optional<Answer> attempt(Operation operation, long now) {
        try {
            return operation.attempt(now);
        } catch (Failure failure) {
            return Optional.of(failure.answer());
        }
    }

    long nextDeadline() {
        return operations.values().stream().mapToLong(Operation::deadline).min().orElse(Operation.NEVER);
    }
}
