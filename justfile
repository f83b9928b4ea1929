# Short names for what is done often. `just` lists them.

# Builds everything and runs every test and check.
test *ARGS:
    ./test {{ARGS}}

# Runs the command.
run *ARGS:
    ./ouzel {{ARGS}}

# Formats the sources; needs Maven to run on a JDK 25.
format:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B -q spotless:apply

# Shows all warnings of the compiler at once, where the build ends at the first.
warnings:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B verify -DskipTests -Douzel.werror=-g

# One test class of one module.
one MODULE TEST:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B verify -pl {{MODULE}} -am -Dtest={{TEST}} -Dsurefire.failIfNoSpecifiedTests=false

# What the core costs for each segment, by JMH: `just bench-core NodeTransfer -prof gc`.
bench-core *ARGS:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B -q -Dmaven.test.skip=true -pl cli -am package
    $(scripts/find-jdk)/bin/java -Djmh.ignoreLock=true -cp 'cli/target/lib/*' org.openjdk.jmh.Main 'bench\.core\.' {{ARGS}}

# Makes a TUN device that a user may attach to, with the kernel's side configured.
tun-up NAME USER:
    sudo ip tuntap add dev {{NAME}} mode tun user {{USER}}
    sudo ip addr add 198.18.0.1/24 dev {{NAME}}
    sudo ip link set {{NAME}} up

# Makes docs/rfc-coverage.md anew from the citations in the code and the tags of the tests.
coverage-rfc:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B -q verify -pl checks -am -Dtest='RfcCoverageTest,CoverageTest' -Dsurefire.failIfNoSpecifiedTests=false -Drfc.coverage=write

# Accepts a change of what one flow makes of bad paths: makes docs/goodput-grid.md anew. Say in the commit why it changed.
goodput-grid:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B -q verify -pl checks -am -Dtest=GoodputGridTest -Dsurefire.failIfNoSpecifiedTests=false -Dgoodput.grid=write

# Makes docs/engines.md, how the engines differ, anew from the annotations of the tests.
engines:
    JAVA_HOME=$(scripts/find-jdk) ./mvnw -B -q verify -pl checks -am -Dtest=EnginesTest -Dsurefire.failIfNoSpecifiedTests=false -Dengines.page=write
