package org.ouzel.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ouzel get}. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fetches a URL by HTTP.",
        footer = {
            "",
            "Figures of --json: bytes (of the file), seconds, segments_in, segments_out, retransmitted_segments. Beside them:"
                    + " sha256, of the file.",
            "Exit status: 0 if all of it was fetched, 1 if not, 2 wrong usage."
        })
final class GetCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "URL", description = "Such as http://198.18.0.1:8000/file.")
    private String url = "";

    @Option(names = "-o", paramLabel = "FILE", description = "Where to write it (default: standard output).")
    private Optional<Path> file = Optional.empty();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        URI uri = Fetch.url(url);
        return json.run(console, "get", report -> {
            try (EngineOptions.OpenHost open = engine.open(console)) {
                new Download(console, file).run(open.host(), uri, report);
                return true;
            }
        });
    }
}
