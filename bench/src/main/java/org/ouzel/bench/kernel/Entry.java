package org.ouzel.bench.kernel;

import java.util.List;
import java.util.stream.Stream;

/**
 * Who is measured at what.
 *
 * @param workload what is done
 * @param contender by whom
 * @param threads on what
 */
record Entry(Workload workload, Contender contender, ThreadKind threads) {
    /** Those of a workload, who are held against each other. */
    static List<Entry> of(Workload workload) {
        return Stream.of(Contender.values())
                .flatMap(contender -> kinds(contender).map(threads -> new Entry(workload, contender, threads)))
                .toList();
    }

    private static Stream<ThreadKind> kinds(Contender contender) {
        return switch (contender) {
            case OUZEL, NIO -> Stream.of(ThreadKind.PLATFORM, ThreadKind.VIRTUAL);
            case NETTY -> Stream.of(ThreadKind.EVENT_LOOPS);
        };
    }

    /** A contender's at a workload, beside what Ouzel does on such threads. */
    static Entry beside(Workload workload, Contender contender, ThreadKind threads) {
        return new Entry(workload, contender, contender.equals(Contender.NETTY) ? ThreadKind.EVENT_LOOPS : threads);
    }
}
