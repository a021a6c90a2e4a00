package dev.breakwater.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventHeaderTest {
    @Test
    void header_writtenAndRead_isTheSame() {
        for (long number : new long[] {0, 1, 9, 10, 99_999_999L, 100_000_000L, 1234567890123456L, 9999999999999999L}) {
            ByteBuffer buffer = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
            buffer.position(5);
            EventHeader.write(buffer, number, number / 3);
            assertThat(buffer.position()).isEqualTo(5 + EventHeader.LENGTH);
            assertThat(EventHeader.sequence(buffer, 5)).isEqualTo(number);
            assertThat(EventHeader.sentAt(buffer, 5)).isEqualTo(number / 3);
        }
    }

    @Test
    void eightDigits_anyOtherByteAnywhere_isNoNumber() {
        for (int place = 0; place < 8; place++) {
            for (int value = 0; value < 256; value++) {
                byte[] digits = "12345678".getBytes(StandardCharsets.US_ASCII);
                digits[place] = (byte) value;
                long word =
                        ByteBuffer.wrap(digits).order(ByteOrder.LITTLE_ENDIAN).getLong();
                boolean isDigit = value >= '0' && value <= '9';
                long expected = isDigit ? Long.parseLong(new String(digits, StandardCharsets.US_ASCII)) : -1;
                assertThat(EventHeader.eightDigits(word))
                        .as("byte %d at %d", value, place)
                        .isEqualTo(expected);
            }
        }
    }
}
