package org.ouzel.bench.idle;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ouzel.bench.AskedProcess;
import org.ouzel.bench.AskedValues;

/** What a process is asked that has connections, each with a number. */
enum IdleQuestion {
    /** To open so many more connections, and let them come to rest. */
    OPEN {
        @Override
        Map<IdleMeasure, Double> answer(Crowd crowd, long number) throws IOException {
            long before = Heap.usedBytes();
            double perSecond = crowd.open((int) number);
            crowd.rest();
            long after = Heap.usedBytes();
            return Map.of(
                    IdleMeasure.CONNECTIONS,
                    (double) crowd.connections(),
                    IdleMeasure.OPENED,
                    perSecond,
                    IdleMeasure.ENDPOINT,
                    (double) (after - before) / (2 * number),
                    IdleMeasure.HEAP,
                    (double) after / (1 << 30));
        }
    },
    /** What round trips on one of them cost, for so many nanoseconds of processor time. */
    ROUND_TRIPS {
        @Override
        Map<IdleMeasure, Double> answer(Crowd crowd, long number) throws IOException {
            return Map.of(IdleMeasure.ROUND_TRIP, Traffic.roundTripNs(crowd.middle(), number));
        }
    },
    /** What bulk on one of them costs, for so many nanoseconds of processor time. */
    BULK {
        @Override
        Map<IdleMeasure, Double> answer(Crowd crowd, long number) throws IOException {
            return Map.of(IdleMeasure.SEGMENT, Traffic.segmentNs(crowd.middle(), number));
        }
    },
    /** To do nothing for so many nanoseconds. */
    REST {
        @Override
        Map<IdleMeasure, Double> answer(Crowd crowd, long number) throws IOException {
            return Map.of(IdleMeasure.PROCESSOR, 100 * Processor.loadDuring(Duration.ofNanos(number)));
        }
    },
    /** Whether so many of them, spread over all, carry data both ways. */
    CHECK {
        @Override
        Map<IdleMeasure, Double> answer(Crowd crowd, long number) throws IOException {
            crowd.check((int) number);
            return Map.of(IdleMeasure.CONNECTIONS, (double) crowd.connections());
        }
    };

    abstract Map<IdleMeasure, Double> answer(Crowd crowd, long number) throws IOException;

    /** Answers until the parent ends. */
    static void answerAll(Crowd crowd) throws IOException {
        AskedValues.give(question -> {
            String[] words = question.split(" ", -1);
            Map<String, Double> values = new LinkedHashMap<>();
            valueOf(words[0])
                    .answer(crowd, Long.parseLong(words[1]))
                    .forEach((measure, value) -> values.put(measure.name(), value));
            return values;
        });
    }

    /** Asks such a process. */
    Map<IdleMeasure, Double> ask(AskedProcess process, long number, Duration limit) throws IOException {
        Map<IdleMeasure, Double> values = new EnumMap<>(IdleMeasure.class);
        AskedValues.ask(process, name() + " " + number, limit)
                .forEach((name, value) -> values.put(IdleMeasure.valueOf(name), value));
        return values;
    }
}
