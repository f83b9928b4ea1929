package org.ouzel.os.sys;

/** A file descriptor that is closed at the end of a block. */
public record Descriptor(Linux linux, int number) implements AutoCloseable {

    @Override
    public void close() {
        // Whatever close returns, Linux has given the descriptor back: there is nothing to do about an error.
        linux.close(number);
    }
}
