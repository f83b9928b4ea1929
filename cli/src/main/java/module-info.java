/** The {@code ouzel} command. */
@SuppressWarnings("requires-automatic")
module org.ouzel.cli {
    requires com.fasterxml.jackson.jr.ob;
    requires info.picocli;
    requires java.xml;
    requires me.tongfei.progressbar;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.ouzel.bench;
    requires org.ouzel.drill;
    requires org.ouzel.os;
    requires org.ouzel.sim;
    requires static org.jspecify;

    opens org.ouzel.cli to
            info.picocli;
}
