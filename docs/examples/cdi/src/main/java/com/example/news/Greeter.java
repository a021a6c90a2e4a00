package com.example.news;

import jakarta.enterprise.context.ApplicationScoped;

/** A bean of the application. */
@ApplicationScoped
public class Greeter {
    public String greeting() {
        return "hello";
    }
}
