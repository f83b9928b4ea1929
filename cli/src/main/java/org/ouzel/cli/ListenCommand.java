package org.ouzel.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.ouzel.PassiveOpen;
import org.ouzel.TcpStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ouzel listen}. */
@Command(
        name = "listen",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Waits for one connection, then joins it to standard input and output until both have ended.",
        footer = {"", PipeHelp.FIGURES, PipeHelp.EXIT_STATUS})
final class ListenCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "PORT", description = "The port to listen on; 0 picks a free one.", converter = Port.class)
    private int port;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private PipeOptions pipe = new PipeOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    ListenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return json.run(console, "listen", this::listen);
    }

    private boolean listen(Report report) throws IOException, InterruptedException {
        try (EngineOptions.OpenHost open = engine.open(console)) {
            TcpStream stream = open.host().newStream();
            stream.passiveOpen(PassiveOpen.port(port));
            InetSocketAddress local = stream.localAddress().orElseThrow();
            console.err().println("listening on port " + local.getPort());
            stream.awaitOpen();
            stream.remoteAddress()
                    .ifPresent(remote -> console.err().println("connection from " + Addresses.text(remote)));
            new Pipe(console, pipe).run(stream, report);
            return true;
        }
    }
}
