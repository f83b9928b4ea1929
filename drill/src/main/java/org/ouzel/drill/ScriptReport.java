package org.ouzel.drill;

import java.time.Duration;
import org.ouzel.drill.run.Verdict;

/**
 * What has come of a script.
 *
 * @param name the script's
 * @param outcome in one word
 * @param line the line of the script where it did not go on; 0 if it went to its end, or if that is no matter of a line
 * @param text what was written and what was found, or what is not to be had, for people, in one line or several; empty if all was well
 * @param time how long it took
 */
public record ScriptReport(String name, Outcome outcome, int line, String text, Duration time) {
    /** In one word. */
    public enum Outcome {
        /** Everything was as it is written. */
        OK,
        /** Something was not, or the script is broken. */
        FAILED,
        /** The script asks for what is not to be had. */
        UNSUPPORTED
    }

    static ScriptReport of(String name, Verdict verdict, Duration time) {
        return switch (verdict) {
            case Verdict.Ok _ -> new ScriptReport(name, Outcome.OK, 0, "", time);
            case Verdict.Failed(int line, String text) -> new ScriptReport(name, Outcome.FAILED, line, text, time);
            case Verdict.Unsupported(int line, String reason) ->
                new ScriptReport(name, Outcome.UNSUPPORTED, line, reason, time);
        };
    }
}
