package org.ouzel.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.apache.hc.core5.http.impl.HttpProcessors;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.util.Timeout;
import org.ouzel.Host;
import org.ouzel.StreamOptions;
import org.ouzel.TcpStatus;
import org.ouzel.TcpStream;

/** Fetches what a URL names, by HTTP on a host of Ouzel's. */
final class Fetch {
    private static final int HTTP_PORT = 80;
    private static final int BUFFER_BYTES = 1 << 20;
    private static final Timeout PATIENCE = Timeout.ofMinutes(1);
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(1 << 14)
            .setMaxHeaderCount(100)
            .setBufferSize(1 << 16)
            .build();
    private static final HttpProcessor PROCESSOR = HttpProcessors.client("Ouzel");
    private static final StreamOptions OPTIONS = StreamOptions.DEFAULT.withBuffers(BUFFER_BYTES, 1 << 18);

    private final Host host;

    /** Takes what was fetched. */
    interface Body {
        /**
         * Takes it.
         *
         * @param content read to its end by this
         * @param length how long it is, or {@link Progress#UNKNOWN}
         */
        void take(InputStream content, long length) throws IOException;
    }

    Fetch(Host host) {
        this.host = host;
    }

    /** Reads a URL. */
    static URI url(String text) {
        URI uri;
        try {
            uri = URI.create(text);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException("\"" + text + "\" is no URL: " + malformed.getMessage());
        }
        if (uri.getScheme() == null || !uri.getScheme().toLowerCase(Locale.ROOT).equals("http")) {
            throw new UsageException("\"" + text + "\": only http:// URLs are fetched");
        }
        if (uri.getHost() == null) {
            throw new UsageException("\"" + text + "\" names no host");
        }
        return uri;
    }

    /**
     * Fetches one and gives it to the taker. Returns what TCP knew in the end.
     *
     * @throws IOException if there is no complete answer, or another one than 200
     */
    TcpStatus get(URI url, Body body) throws IOException {
        InetSocketAddress remote = Addresses.resolve(url.getHost(), url.getPort() < 0 ? HTTP_PORT : url.getPort());
        TcpStream stream = host.newStream(OPTIONS);
        try {
            stream.activeOpen(remote);
            exchange(stream, url, body);
        } catch (HttpException wrong) {
            throw new IOException("the server's answer is not HTTP: " + wrong.getMessage(), wrong);
        } finally {
            stream.abort();
        }
        return stream.status();
    }

    private static void exchange(TcpStream stream, URI url, Body body) throws IOException, HttpException {
        try (DefaultBHttpClientConnection connection = new DefaultBHttpClientConnection(LIMITS)) {
            connection.bind(new StreamSocket(stream));
            connection.setSocketTimeout(PATIENCE);
            HttpCoreContext context = HttpCoreContext.create();
            HttpRequestExecutor executor = new HttpRequestExecutor();
            ClassicHttpRequest request = ClassicRequestBuilder.get(url)
                    .addHeader(HttpHeaders.CONNECTION, "close")
                    .build();
            executor.preProcess(request, PROCESSOR, context);
            try (ClassicHttpResponse response = executor.execute(request, connection, context)) {
                executor.postProcess(response, PROCESSOR, context);
                take(response, body);
            }
        }
    }

    private static void take(ClassicHttpResponse response, Body body) throws IOException {
        if (response.getCode() != HttpStatus.SC_OK) {
            String reason = EnglishReasonPhraseCatalog.INSTANCE.getReason(response.getCode(), Locale.ROOT);
            throw new IOException("the server answers " + response.getCode() + (reason == null ? "" : " " + reason));
        }
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            body.take(InputStream.nullInputStream(), 0);
            return;
        }
        try (InputStream content = entity.getContent()) {
            body.take(content, entity.getContentLength());
        }
    }
}
