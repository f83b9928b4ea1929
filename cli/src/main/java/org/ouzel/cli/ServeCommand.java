package org.ouzel.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.ouzel.HostAddress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ouzel serve}. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves the files of a directory by HTTP, at all addresses of the host, until it is interrupted.",
        footer = {
            "",
            "Figures of --json: requests, bytes (that the clients' TCP acknowledged, headers included), segments_in,"
                    + " segments_out, retransmitted_segments.",
            "Exit status: 0 well, 1 if it cannot serve, 2 wrong usage."
        })
final class ServeCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "The directory.")
    private Path directory = Path.of("");

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            converter = Port.class,
            description = "The port (default: ${DEFAULT-VALUE}); 0 picks a free one.")
    private int port;

    @Option(names = "--requests", paramLabel = "N", description = "End after so many requests.")
    private long requests;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (requests < 0) {
            throw new UsageException("--requests is negative: " + requests);
        }
        ShutdownHook hook = ShutdownHook.install();
        try {
            return json.run(console, "serve", report -> serve(report, hook));
        } finally {
            hook.done();
        }
    }

    private boolean serve(Report report, ShutdownHook hook) throws IOException, InterruptedException {
        try (EngineOptions.OpenHost open = engine.open(console)) {
            FileServer server = FileServer.open(open.host(), port, directory, requests);
            try (server) {
                hook.onShutdown(server::stop);
                for (HostAddress address : open.host().addresses()) {
                    console.err()
                            .println("serving " + directory + " at http://" + Addresses.text(address.address()) + ":"
                                    + server.port() + "/");
                }
                server.await();
            }
            server.report(report);
            return true;
        }
    }
}
