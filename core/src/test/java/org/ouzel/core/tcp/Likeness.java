package org.ouzel.core.tcp;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In what two of the core's objects, with all that they are made of, are not alike. */
final class Likeness {
    /** What holds nothing but what could be made anew, or for as long as a call takes. */
    private static final Set<Class<?>> WITHOUT_MEMORY = Set.of(
            Workbench.class,
            Spares.class,
            Outgoing.class,
            Delivery.class,
            InFlight.class,
            CongestionReport.Outcome.class);

    /** What could be made anew, and what is not asked any more once a handshake is over. */
    private static final Set<String> WITHOUT_MEANING =
            Set.of("PagedBytes.ring", "Row.slots", "Row.head", "Connection.origin");

    /** Finding them takes longer than comparing what they hold. */
    private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            List<Field> fields = List.of(type.getDeclaredFields());
            fields.forEach(field -> field.setAccessible(true));
            return fields;
        }
    };

    private final IdentityHashMap<Object, Object> seen = new IdentityHashMap<>();
    private final List<String> differences = new ArrayList<>();

    private Likeness() {}

    /** The places at which they differ, with what stands there. */
    static List<String> differences(Object one, Object other) {
        Likeness likeness = new Likeness();
        likeness.compare("", one, other);
        return likeness.differences;
    }

    /** What stands in a field. */
    static Object field(Object of, String name) {
        try {
            Field field = of.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return Objects.requireNonNull(value(field, of));
        } catch (NoSuchFieldException none) {
            throw new AssertionError(none);
        }
    }

    @SuppressWarnings("ReferenceEquality") // what is the same need not be looked into
    private void compare(String place, @Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return;
        }
        if (one == null || other == null || one.getClass() != other.getClass()) {
            differences.add(place + ": " + one + ", " + other);
        } else if (one instanceof Optional<?> first && other instanceof Optional<?> second) {
            compare(place, first.orElse(null), second.orElse(null));
        } else if (one instanceof Collection<?> || one instanceof Map<?, ?> || !isOurs(one.getClass())) {
            requireEqual(place, one, other);
        } else if (!WITHOUT_MEMORY.contains(one.getClass()) && seen.put(one, other) == null) {
            fields(place, one, other);
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getPackageName().equals(Tcb.class.getPackageName()) && !type.isHidden();
    }

    private void requireEqual(String place, Object one, Object other) {
        if (one instanceof Queue<?> queue && other instanceof Queue<?> others) {
            requireEqual(place, List.copyOf(queue), List.copyOf(others));
            return;
        }
        boolean lambdas = one.getClass().isHidden();
        boolean equal =
                one.getClass().isArray() ? Array.getLength(one) == Array.getLength(other) : Objects.equals(one, other);
        if (!lambdas && !equal) {
            differences.add(place + ": " + one + ", " + other);
        }
    }

    private void fields(String place, Object one, Object other) {
        for (Class<?> type = one.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : FIELDS.get(type)) {
                if (!Modifier.isStatic(field.getModifiers())
                        && !WITHOUT_MEANING.contains(type.getSimpleName() + "." + field.getName())) {
                    compare(place + "." + field.getName(), value(field, one), value(field, other));
                }
            }
        }
    }

    private static @Nullable Object value(Field field, Object of) {
        try {
            return field.get(of);
        } catch (IllegalAccessException refused) {
            throw new AssertionError(refused);
        }
    }
}
