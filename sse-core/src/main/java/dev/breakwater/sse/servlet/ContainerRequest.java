package dev.breakwater.sse.servlet;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;

/** The request that a container has made. */
final class ContainerRequest {
    private ContainerRequest() {}

    /** The container's own, under all that filters have put around it. */
    static ServletRequest under(ServletRequest request) {
        ServletRequest unwrapped = request;
        while (unwrapped instanceof ServletRequestWrapper wrapper) {
            unwrapped = wrapper.getRequest();
        }
        return unwrapped;
    }
}
