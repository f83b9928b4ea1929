package org.ouzel.cli;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.ouzel.TcpStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ouzel connect}. */
@Command(
        name = "connect",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Opens a connection, then joins it to standard input and output until both have ended.",
        footer = {"", PipeHelp.FIGURES, PipeHelp.EXIT_STATUS})
final class ConnectCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "HOST", description = "The address or name to connect to.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "PORT", description = "The port there.", converter = Port.class)
    private int port;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private PipeOptions pipe = new PipeOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    ConnectCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return json.run(console, "connect", this::connect);
    }

    private boolean connect(Report report) throws IOException, InterruptedException {
        InetSocketAddress remote = Addresses.resolve(name, port);
        try (EngineOptions.OpenHost open = engine.open(console)) {
            TcpStream stream = open.host().newStream();
            stream.activeOpen(remote);
            new Pipe(console, pipe).run(stream, report);
            return true;
        }
    }
}
