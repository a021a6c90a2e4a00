package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The {@code JETTY_BASE} against the embedded Jetty. */
class JettyBaseTest {
    private final Properties ini = new Properties();

    @BeforeEach
    void read() throws Exception {
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/jetty-base/start.d/breakwater.ini"))) {
            ini.load(reader);
        }
    }

    private void assertIni(String property, long value) {
        assertThat(ini.getProperty(property)).as(property).isEqualTo(Long.toString(value));
    }

    @Test
    void settings_areThoseOfTheEmbeddedJetty() {
        assertIni("jetty.http.acceptQueueSize", Tuning.ACCEPT_QUEUE_SIZE);
        assertIni("jetty.http.idleTimeout", Tuning.IDLE_TIMEOUT_MILLIS);
        assertIni("jetty.http.acceptedSendBufferSize", Tuning.SEND_BUFFER_SIZE);
        assertIni("jetty.httpConfig.outputAggregationSize", Tuning.OUTPUT_AGGREGATION_SIZE);
        assertIni("jetty.httpConfig.headerCacheSize", Tuning.HEADER_CACHE_SIZE);
        assertIni("jetty.http2c.maxConcurrentStreams", Tuning.MAX_CONCURRENT_STREAMS);
        assertIni("jetty.http2c.rateControl.maxEventsPerSecond", Tuning.MAX_CONTROL_FRAMES);
        assertIni("jetty.http2c.initialSessionRecvWindow", Tuning.SESSION_RECEIVE_WINDOW);
        assertIni("jetty.http2c.initialStreamRecvWindow", Tuning.STREAM_RECEIVE_WINDOW);
        assertIni("jetty.threadPool.maxThreads", Tuning.MAX_THREADS);
        assertIni("jetty.threadPool.minThreads", Tuning.MIN_THREADS);
        assertIni("jetty.byteBufferPool.maxHeapMemory", Tuning.POOLED_BYTES);
        assertIni("jetty.byteBufferPool.maxDirectMemory", Tuning.POOLED_BYTES);
    }

    @ParameterizedTest
    @CsvSource({"etc/breakwater.xml, OrderlyStop", "etc/breakwater.xml, HeapThrift"})
    void xml_namesClassesThatExist(Path file, String className) throws Exception {
        String name = "dev.breakwater.sse.jetty.container." + className;

        assertThat(Files.readString(Path.of("src/main/jetty-base").resolve(file)))
                .contains('"' + name + '"');
        assertThat(Class.forName(name)).isPublic();
    }
}
