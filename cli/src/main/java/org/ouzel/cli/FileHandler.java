package org.ouzel.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.io.HttpRequestHandler;
import org.apache.hc.core5.http.io.entity.FileEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.protocol.HttpContext;

/** Answers requests with the files of a directory. Safe for use by any thread. */
final class FileHandler implements HttpRequestHandler {
    private static final Set<String> METHODS = Set.of("GET", "HEAD");
    private static final ContentType HTML = ContentType.TEXT_HTML.withCharset(StandardCharsets.UTF_8);

    /** Its real path, so that what is asked for can be held against it after links have been followed. */
    private final Path root;

    /**
     * Serves a directory.
     *
     * @throws IOException if it cannot be read
     */
    FileHandler(Path directory) throws IOException {
        root = directory.toRealPath();
        if (!Files.isDirectory(root) || !Files.isReadable(root)) {
            throw new IOException(directory + " is not a directory that can be read");
        }
    }

    @Override
    public void handle(ClassicHttpRequest request, ClassicHttpResponse response, HttpContext context)
            throws IOException {
        if (!METHODS.contains(request.getMethod())) {
            response.addHeader(HttpHeaders.ALLOW, "GET, HEAD");
            answer(response, HttpStatus.SC_METHOD_NOT_ALLOWED, "Only GET and HEAD are served here.");
            return;
        }
        URI uri;
        try {
            uri = request.getUri();
        } catch (URISyntaxException malformed) {
            answer(response, HttpStatus.SC_BAD_REQUEST, "That is no URI.");
            return;
        }
        Optional<Path> found = find(uri);
        if (found.isEmpty()) {
            answer(response, HttpStatus.SC_NOT_FOUND, "There is no such file.");
        } else if (Files.isDirectory(found.get())) {
            directory(response, uri, found.get());
        } else {
            file(response, found.get());
        }
    }

    /** The readable file or directory that a URI means, if it is under the root: neither ".." nor a link leads out. */
    private Optional<Path> find(URI uri) throws IOException {
        String path = Optional.ofNullable(uri.getPath()).orElse("/");
        try {
            Path asked = root.resolve("." + (path.startsWith("/") ? path : "/" + path));
            if (!asked.normalize().startsWith(root) || !Files.isReadable(asked)) {
                return Optional.empty();
            }
            Path real = asked.toRealPath();
            boolean servable = Files.isDirectory(real) || Files.isRegularFile(real);
            return real.startsWith(root) && servable ? Optional.of(real) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private static void file(ClassicHttpResponse response, Path file) {
        String type = URLConnection.guessContentTypeFromName(file.getFileName().toString());
        response.setEntity(new FileEntity(
                file.toFile(), type == null ? ContentType.APPLICATION_OCTET_STREAM : ContentType.create(type)));
    }

    private static void directory(ClassicHttpResponse response, URI uri, Path directory) throws IOException {
        String path = uri.getRawPath();
        if (!path.endsWith("/")) {
            // Without the slash the links of the list would lead to the directory above.
            response.addHeader(HttpHeaders.LOCATION, path.replaceFirst("^/+", "/") + "/");
            answer(response, HttpStatus.SC_MOVED_PERMANENTLY, "A directory: ask for it with a slash at the end.");
            return;
        }
        List<Path> entries;
        try (Stream<Path> listed = Files.list(directory)) {
            entries = listed.sorted().toList();
        }
        StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<title>")
                .append(escaped(uri.getPath()))
                .append("</title>\n<ul>\n");
        for (Path entry : entries) {
            String name = entry.getFileName() + (Files.isDirectory(entry) ? "/" : "");
            page.append("<li><a href=\"")
                    .append(escaped(reference(name)))
                    .append("\">")
                    .append(escaped(name))
                    .append("</a></li>\n");
        }
        response.setEntity(new StringEntity(page.append("</ul>\n").toString(), HTML));
    }

    /** A name as a relative reference; the dot keeps a colon in it from making a scheme of what stands before. */
    private static String reference(String name) throws IOException {
        try {
            return new URI(null, null, "./" + name, null).toASCIIString();
        } catch (URISyntaxException impossible) {
            throw new IOException("no reference to " + name, impossible);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static void answer(ClassicHttpResponse response, int status, String text) {
        response.setCode(status);
        response.setEntity(new StringEntity(text + "\n", ContentType.TEXT_PLAIN.withCharset(StandardCharsets.UTF_8)));
    }
}
