package org.ouzel.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.ouzel.drill.ScriptReport;

/** Results in the XML format of JUnit, which build servers read: each script is a test case. */
final class JUnitFile {
    private static final double NANOS_PER_SECOND = 1e9;

    private final XMLStreamWriter xml;

    private JUnitFile(XMLStreamWriter xml) {
        this.xml = xml;
    }

    /** Writes a file, or writes it anew. */
    static void write(Path file, List<ScriptReport> reports) throws IOException {
        String encoding = StandardCharsets.UTF_8.name();
        try (OutputStream out = Files.newOutputStream(file)) {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, encoding);
            xml.writeStartDocument(encoding, "1.0");
            new JUnitFile(xml).suite(reports);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException failed) {
            throw new IOException("cannot write " + file + ": " + failed.getMessage(), failed);
        }
    }

    private void suite(List<ScriptReport> reports) throws XMLStreamException {
        DrillTotals totals = DrillTotals.of(reports);
        Duration time = reports.stream().map(ScriptReport::time).reduce(Duration.ZERO, Duration::plus);
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "ouzel drill");
        xml.writeAttribute("tests", String.valueOf(reports.size()));
        xml.writeAttribute("failures", String.valueOf(totals.failed()));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", String.valueOf(totals.unsupported()));
        xml.writeAttribute("time", seconds(time));
        for (ScriptReport report : reports) {
            testCase(report);
        }
        xml.writeEndElement();
    }

    private void testCase(ScriptReport report) throws XMLStreamException {
        Path folder = Path.of(report.name()).getParent();
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", folder == null ? "drill" : legal(folder.toString()));
        xml.writeAttribute("name", legal(report.name()));
        xml.writeAttribute("time", seconds(report.time()));
        switch (report.outcome()) {
            case OK -> {}
            case UNSUPPORTED -> outcome("skipped", report);
            case FAILED -> outcome("failure", report);
        }
        xml.writeEndElement();
    }

    private void outcome(String name, ScriptReport report) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeAttribute("message", legal(report.text().lines().findFirst().orElse("")));
        xml.writeCharacters(legal(DrillText.place(report) + "\n" + report.text()));
        xml.writeEndElement();
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.3f", time.toNanos() / NANOS_PER_SECOND);
    }

    /** XML has no way to write most control characters (XML 1.0 §2.2). */
    private static String legal(String text) {
        return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]", "\uFFFD");
    }
}
