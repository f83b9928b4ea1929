package org.ouzel.drill.posix;

/** A call that ends at once without a result of its own: with an error, or because it is not supported. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private Failure(Answer answer) {
        super(answer.toString());
        this.answer = answer;
    }

    static Failure of(Errno errno) {
        return new Failure(Answer.Result.failure(errno));
    }

    static Failure unsupported(String reason) {
        return new Failure(new Answer.Unsupported(reason));
    }

    Answer answer() {
        return answer;
    }
}
