package org.ouzel.cli;

/** Arguments that are well formed one by one and make no sense together. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** What another class has found impossible, in its words. */
    UsageException(IllegalArgumentException impossible) {
        super(impossible.getMessage(), impossible);
    }
}
